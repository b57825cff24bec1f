-- Administrators, how they sign in, what they did; and the answers that are repeated to who asks twice.

create table admins (
  id bigint generated always as identity primary key,
  login text not null,
  -- The login as it is compared: without regard to case.
  login_key text not null unique,
  role text not null check (role in ('owner', 'editor', 'viewer')),
  -- A PHC string: argon2id with its parameters.
  password_hash text not null,
  -- A password that was made for them, and is to be changed.
  is_password_temporary boolean not null default false,
  -- Where notices for them go.
  telegram_id bigint,
  created_at timestamptz not null default clock_timestamp()
);

create table admin_sessions (
  id bigint generated always as identity primary key,
  admin_id bigint not null references admins on delete cascade,
  -- Of what the cookie holds: who reads this table cannot sign in with it.
  token_hash text not null unique,
  created_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  address text not null,
  user_agent text not null
);

create index admin_sessions_by_admin on admin_sessions (admin_id, id);

create table api_tokens (
  id bigint generated always as identity primary key,
  admin_id bigint not null references admins on delete cascade,
  name text not null,
  -- Its first characters, by which a person knows it again.
  prefix text not null,
  token_hash text not null unique,
  scopes text[] not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  used_at timestamptz
);

create index api_tokens_by_admin on api_tokens (admin_id, id);

-- Sign-ins that failed, by login and address together, whether there is such a login or not.
create table sign_in_failures (
  key text primary key,
  login_key text not null,
  failures integer not null,
  failed_at timestamptz not null,
  -- Until then nothing is tried.
  blocked_until timestamptz not null
);

create index sign_in_failures_by_login on sign_in_failures (login_key);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('admin', 'token', 'operator', 'nobody')),
  -- Of the administrator or the token; neither needs to exist any more.
  actor_id bigint,
  actor_name text not null,
  -- The administrator answerable.
  admin_id bigint,
  action text not null,
  subject text not null,
  before jsonb,
  after jsonb
);

create index audit_log_by_admin on audit_log (admin_id, id);
create index audit_log_by_action on audit_log (action, id);
create index audit_log_by_subject on audit_log (subject, id);
create index audit_log_by_time on audit_log (at);

-- Answers to requests with an Idempotency-Key, for a day.
create table idempotent_answers (
  -- A hash of who asked and of their key.
  id text primary key,
  fingerprint text not null,
  -- Sealed by the key; null while the request is under way.
  answer text,
  claimed_at timestamptz not null default clock_timestamp()
);

create index idempotent_answers_by_time on idempotent_answers (claimed_at);
