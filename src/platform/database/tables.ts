import type { ColumnType, Generated, Selectable } from 'kysely';
import type { ActivityId, SessionId, TelegramId, UserId } from '../ids.ts';

/** The tables as the migrations make them. Moments are `Temporal.Instant`, int8 is a number. */
export interface Tables {
  users: UsersTable;
  activities: ActivitiesTable;
  trackers: TrackersTable;
  sessions: SessionsTable;
  session_events_log: SessionEventsTable;
  statistics: StatisticsTable;
  processed_updates: ProcessedUpdatesTable;
  outgoing: OutgoingTable;
  conversations: ConversationsTable;
  leases: LeasesTable;
  replication_heartbeat: ReplicationHeartbeatTable;
  outbox: OutboxTable;
  configuration: ConfigurationTable;
  configuration_versions: ConfigurationVersionsTable;
  draft_entries: DraftEntriesTable;
  draft_changes: DraftChangesTable;
  handlers: HandlersTable;
  callbacks: CallbacksTable;
  keyboards: KeyboardsTable;
  buttons: ButtonsTable;
  replicas: ReplicasTable;
  admins: AdminsTable;
  admin_sessions: AdminSessionsTable;
  api_tokens: ApiTokensTable;
  sign_in_failures: SignInFailuresTable;
  audit_log: AuditLogTable;
  idempotent_answers: IdempotentAnswersTable;
  continuations: ContinuationsTable;
  user_variables: UserVariablesTable;
  uploads: UploadsTable;
  upload_files: UploadFilesTable;
  config_webhooks: ConfigWebhooksTable;
  config_webhook_deliveries: ConfigWebhookDeliveriesTable;
}

type Instant = Temporal.Instant;
type Json<T> = ColumnType<T, string, string>;

interface UsersTable {
  id: Generated<UserId>;
  telegram_id: TelegramId;
  username: string | null;
  first_name: Generated<string>;
  language: string | null;
  time_zone: string | null;
  week_start: Generated<number>;
  day_start: Generated<number>;
  session_zones: Generated<string[]>;
  blocked_at: Instant | null;
  hinted_at: Instant | null;
  created_at: Generated<Instant>;
  erasing_at: Instant | null;
}

interface ActivitiesTable {
  id: Generated<ActivityId>;
  user_id: UserId;
  name: string;
  name_key: string;
  last_started_at: Instant | null;
  archived_at: Instant | null;
  deleted_at: Instant | null;
  created_at: Generated<Instant>;
}

interface TrackersTable {
  user_id: UserId;
  state: Generated<'idle' | 'tracking' | 'paused'>;
  session_id: SessionId | null;
  session_started_at: Instant | null;
  version: Generated<number>;
  changed_at: Instant | null;
  card_chat_id: number | null;
  card_message_id: number | null;
  long_until: Instant | null;
  written_at: Instant | null;
  running: Json<{ version: number; activity_id: ActivityId; segments: string; time_zone: string } | null>;
}

interface SessionsTable {
  id: SessionId;
  user_id: UserId;
  activity_id: ActivityId;
  started_at: Instant;
  finished_at: Instant | null;
  duration: number | null;
  segments: string;
  time_zone: string;
}

interface SessionEventsTable {
  id: Generated<number>;
  session_id: SessionId;
  user_id: UserId;
  event_type: string;
  payload: Json<Record<string, unknown>>;
  at: Instant;
}

interface StatisticsTable {
  id: Generated<number>;
  event: string;
  user_id: UserId | null;
  timestamp: Generated<Instant>;
  handler: string | null;
  outcome: string | null;
  source: string | null;
  config_version: number | null;
}

interface ProcessedUpdatesTable {
  bot_id: number;
  update_id: number;
  user_id: UserId | null;
  answer_id: number | null;
  accepted_at: Generated<Instant>;
}

interface OutgoingTable {
  id: Generated<number>;
  bot_id: number;
  chat_id: number;
  user_id: UserId | null;
  calls: Json<readonly { method: string; payload: Record<string, unknown>; tag?: string }[]>;
  due_at: Instant;
  attempts: Generated<number>;
  created_at: Generated<Instant>;
}

interface ConversationsTable {
  user_id: UserId;
  config_version: number;
  step: string;
  variables: Json<Record<string, unknown>>;
  question: Json<unknown> | null;
  updated_at: Instant;
}

interface LeasesTable {
  name: string;
  holder: string;
  epoch: number;
  expires_at: Instant;
}

interface OutboxTable {
  id: Generated<number>;
  event_id: Generated<string>;
  type: string;
  user_id: UserId;
  at: Instant;
  data: Json<Record<string, unknown>>;
  refused: string | null;
  created_at: Generated<Instant>;
}

interface ReplicationHeartbeatTable {
  id: Generated<boolean>;
  at: Generated<Instant>;
}

interface ConfigurationTable {
  id: Generated<boolean>;
  version: number;
  draft_revision: number;
  published_revision: number;
  draft_header: Json<Record<string, unknown>>;
}

interface ConfigurationVersionsTable {
  version: number;
  content: Json<unknown>;
  comments: Json<unknown> | null;
  note: Generated<string>;
  author: string | null;
  restores: number | null;
  shipped_digest: string | null;
  published_at: Generated<Instant>;
}

interface DraftEntriesTable {
  kind: 'handler' | 'callback' | 'keyboard' | 'button';
  id: string;
  position: number;
  content: Json<Record<string, unknown>>;
  revision: number;
}

interface DraftChangesTable {
  revision: number;
  kind: DraftEntriesTable['kind'] | 'header';
  id: string;
  change: 'added' | 'changed' | 'removed' | 'moved';
  before: Json<Record<string, unknown>> | null;
  name: string;
  author: string | null;
  at: Generated<Instant>;
}

/** What a handler and a callback have in common. */
interface EntryColumns {
  id: number;
  position: number;
  action: string;
  message: string | null;
  messages: Json<Record<string, string>> | null;
  photo_url: string | null;
  keyboard_id: string | null;
  enabled: Generated<boolean>;
  options: Json<Record<string, unknown>>;
}

interface HandlersTable extends EntryColumns {
  pattern: string;
}

interface CallbacksTable extends EntryColumns {
  handler_id: number | null;
  callback_data: string;
}

interface KeyboardsTable {
  id: string;
  layout: Json<readonly unknown[]>;
  kind: string | null;
  options: Json<Record<string, unknown>>;
}

interface ButtonsTable {
  id: string;
  label: string;
  labels: Json<Record<string, string>> | null;
  data: string | null;
  options: Json<Record<string, unknown>>;
}

interface ReplicasTable {
  id: string;
  role: string;
  version: number | null;
  loaded_at: Instant | null;
  seen_at: Generated<Instant>;
  refused_version: number | null;
}

interface ConfigWebhooksTable {
  id: Generated<number>;
  url: string;
  secret: string | null;
  description: Generated<string>;
  enabled: Generated<boolean>;
  revision: Generated<number>;
  created_at: Generated<Instant>;
}

interface ConfigWebhookDeliveriesTable {
  id: Generated<number>;
  webhook_id: number;
  event: string;
  body: string;
  replays: number | null;
  state: Generated<'pending' | 'delivered' | 'dead'>;
  attempts: Generated<number>;
  due_at: Generated<Instant>;
  created_at: Generated<Instant>;
  finished_at: Instant | null;
  status: number | null;
  error: string | null;
  answer: string | null;
  duration_ms: number | null;
}

interface ContinuationsTable {
  id: Generated<number>;
  bot_id: number;
  user_id: UserId;
  chat_id: number;
  message_id: number | null;
  config_version: number;
  kind: 'wait' | 'http';
  frames: Json<unknown>;
  variables: Json<Record<string, unknown>>;
  request: Json<unknown> | null;
  result: Json<unknown> | null;
  resumptions: number;
  due_at: Instant;
  attempts: Generated<number>;
  created_at: Generated<Instant>;
}

interface UserVariablesTable {
  user_id: UserId;
  name: string;
  value: Json<string | number | boolean>;
  updated_at: Instant;
}

interface UploadsTable {
  id: Generated<number>;
  sha256: Uint8Array;
  type: string;
  content: Uint8Array;
  created_at: Generated<Instant>;
}

interface UploadFilesTable {
  bot_id: number;
  upload_id: number;
  file_id: string;
}

interface AdminsTable {
  id: Generated<number>;
  login: string;
  login_key: string;
  role: 'owner' | 'editor' | 'viewer';
  password_hash: string;
  is_password_temporary: Generated<boolean>;
  telegram_id: TelegramId | null;
  created_at: Generated<Instant>;
}

interface AdminSessionsTable {
  id: Generated<number>;
  admin_id: number;
  token_hash: string;
  created_at: Generated<Instant>;
  seen_at: Generated<Instant>;
  expires_at: Instant;
  address: string;
  user_agent: string;
}

interface ApiTokensTable {
  id: Generated<number>;
  admin_id: number;
  name: string;
  prefix: string;
  token_hash: string;
  scopes: string[];
  created_at: Generated<Instant>;
  expires_at: Instant | null;
  used_at: Instant | null;
}

interface SignInFailuresTable {
  key: string;
  login_key: string;
  failures: number;
  failed_at: Instant;
  blocked_until: Instant;
}

interface AuditLogTable {
  id: Generated<number>;
  at: Generated<Instant>;
  actor_kind: 'admin' | 'token' | 'operator' | 'nobody';
  actor_id: number | null;
  actor_name: string;
  admin_id: number | null;
  action: string;
  subject: string;
  before: Json<unknown>;
  after: Json<unknown>;
}

interface IdempotentAnswersTable {
  id: string;
  fingerprint: string;
  answer: string | null;
  claimed_at: Generated<Instant>;
}

export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;
