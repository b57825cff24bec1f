import { sql } from 'kysely';
import { hasBit, hasMoments, waitForRollUp, withoutBit, withoutMoments } from '../../interactions/store/bits.ts';
import type { Statement } from '../../platform/database/session.ts';
import type { Erased } from '../erased.ts';
import { erasureKind } from './people.ts';

type Whose = Pick<Erased, 'userId' | 'telegramId' | 'erasingAt'>;

/** Rows about people in one table: where erasing and «all my data» look. */
export interface Place {
  readonly table: string;
  /** Which rows of `t` are somebody's. */
  readonly theirs: (person: Whose) => Statement;
  /** What is set where the rows stay, without the person; otherwise they go. */
  readonly blanked?: (person: Whose) => Statement;
  /** The moment by which its rows are taken a part at a time, where there may be very many. */
  readonly moment?: string;
  /** Whether no index finds one person's rows, so that everybody's have to be read. */
  readonly isScanned?: true;
  /** What is waited for first, in the same transaction: whoever may be about to write what they have read before. */
  readonly behind?: Statement;
  /** Whether its rows go only in the commit in which the person goes. */
  readonly isLast?: true;
  /** What it is called in «all my data»; left out where the rows are the program's own bookkeeping. */
  readonly file?: string;
}

const byUser = ({ userId }: Whose) => sql`t.user_id = ${userId}::bigint`;
const forgetUser = () => sql`user_id = null`;

/**
 * Every place in the database that has something about a person, in the order in which it is erased. The row of `users`
 * goes after all of them. A test holds this list against the schema: a new table is added here or to `nobodys`.
 */
export const places: readonly Place[] = [
  // Without the key what the archive has of them means nothing, wherever it lies. First, so that nobody brings rows back.
  { table: 'archive_keys', theirs: byUser },
  { table: 'continuations', theirs: byUser, file: 'waiting' },
  { table: 'conversations', theirs: byUser, file: 'question' },
  // Without an index by person an update would be dearer; there are two days of them.
  { table: 'processed_updates', theirs: byUser, blanked: forgetUser, isScanned: true },
  // What was still to be said goes. What tells them of the erasing, and the receipt, go when they are said.
  {
    table: 'outgoing',
    theirs: ({ userId, telegramId, erasingAt }) => sql`
      (t.user_id = ${userId}::bigint or t.chat_id = ${telegramId}::bigint) and t.created_at < ${erasingAt}::timestamptz`,
  },
  { table: 'outgoing', theirs: byUser, blanked: forgetUser },
  { table: 'sessions', theirs: byUser, moment: 'started_at', file: 'sessions' },
  { table: 'deleted_sessions', theirs: byUser, file: 'deleted_sessions' },
  { table: 'session_events_log', theirs: byUser, moment: 'at', isScanned: true, file: 'session_events' },
  { table: 'user_activity_aggregates', theirs: byUser, file: 'monthly_sums' },
  { table: 'statistics', theirs: byUser, moment: 'timestamp', file: 'interactions' },
  // Behind the rows, so that nobody rolls up what is no more there. Sums stay: they name nobody.
  ...statisticsPlaces(),
  // Whoever does something for them locks it first, until nobody can.
  { table: 'trackers', theirs: byUser, isLast: true, file: 'tracker' },
  { table: 'activities', theirs: byUser, file: 'activities' },
  { table: 'user_variables', theirs: byUser, file: 'variables' },
  { table: 'broadcast_recipients', theirs: byUser, file: 'broadcasts' },
  { table: 'broadcast_clicks', theirs: byUser, file: 'broadcast_clicks' },
  {
    table: 'jobs',
    theirs: ({ userId }) => sql`t.user_id = ${userId}::bigint and t.kind <> ${erasureKind}`,
    file: 'jobs',
  },
  { table: 'dead_letters', theirs: byUser },
  // That they were erased is told on.
  { table: 'outbox', theirs: ({ userId }) => sql`t.user_id = ${userId}::bigint and t.type <> 'user.erased'` },
  // Who did something and when stays; what it was about does not.
  {
    table: 'audit_log',
    theirs: ({ userId, telegramId }) => sql`(
      t.subject = ${`user/${userId}`} or ${String(userId)} in (t.before ->> 'user_id', t.after ->> 'user_id')
      or ${String(telegramId)} in (t.before ->> 'telegram_id', t.after ->> 'telegram_id'))`,
    // An administrator with the same number in Telegram stays themself.
    blanked: () => sql`
      before = null, after = null, subject = regexp_replace(subject, '^(user|activity|session)/.*$', '\\1/erased')`,
    moment: 'at',
    isScanned: true,
  },
];

/**
 * Bits and moments of people lie among those of others, and are taken out of rows that stay. What is packed of moments
 * follows by a trigger; ways of long spans lie under their last day, so that no month is looked through before it.
 */
function statisticsPlaces(): Place[] {
  const bits = {
    theirs: ({ userId }: Whose) => hasBit(userId),
    blanked: ({ userId }: Whose) => withoutBit(userId),
    moment: 'at',
    isScanned: true,
    behind: waitForRollUp,
  } as const;
  return [
    { table: 'statistics_people', ...bits },
    { table: 'statistics_ways', ...bits },
    {
      table: 'statistics_moments',
      theirs: ({ userId }) => hasMoments(userId),
      blanked: ({ userId }) => withoutMoments(userId),
      moment: 'day',
      isScanned: true,
      behind: waitForRollUp,
    },
    { table: 'statistics_arrivals', theirs: byUser, behind: waitForRollUp },
  ];
}

/** Tables without a word about the people who use the bot, and why. */
export const nobodys: Readonly<Record<string, string>> = {
  users: 'the person: erased after everything else',
  admin_sessions: 'administrators',
  admins: 'administrators; their own number in Telegram goes with them',
  aggregate_state: 'months',
  api_tokens: 'administrators',
  applied_events: 'ids of events',
  archive_months: 'months; blocks of people are under keys of their own',
  bots: 'bots, and how their updates come',
  broadcasts: 'what was sent, and sums',
  buttons: 'configuration',
  callbacks: 'configuration',
  config_webhook_deliveries: 'configuration',
  config_webhooks: 'configuration',
  configuration: 'configuration',
  configuration_versions: 'configuration',
  draft_changes: 'configuration',
  draft_entries: 'configuration',
  handlers: 'configuration',
  idempotent_answers: 'sealed by a key that only the caller has, and gone after a day',
  keyboards: 'configuration',
  leases: 'processes',
  replicas: 'processes',
  replication_heartbeat: 'processes',
  schema_migrations: 'the schema',
  sign_in_failures: 'administrators',
  signing_keys: 'keys that the program made for itself',
  statistics_counts: 'sums',
  statistics_state: 'how far sums go',
  statistics_totals: 'sums',
  statistics_tracked: 'sums',
  upload_files: 'pictures of the configuration',
  uploads: 'pictures of the configuration',
};
