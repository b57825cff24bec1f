-- People, what they track, and the log of it.

create table users (
  id bigint generated always as identity primary key,
  telegram_id bigint not null unique,
  username text,
  first_name text not null default '',
  language text,
  time_zone text,
  week_start smallint not null default 1 check (week_start between 1 and 7),
  -- Minutes after midnight at which this person's day begins.
  day_start smallint not null default 0 check (day_start between 0 and 1439),
  -- Every zone a session of theirs was started in: reports count each session's days in its own zone.
  session_zones text[] not null default '{}',
  blocked_at timestamptz,
  -- When they were last told what the bot can do.
  hinted_at timestamptz,
  created_at timestamptz not null default now()
) with (fillfactor = 80);

create table activities (
  id bigint generated always as identity primary key,
  user_id bigint not null references users on delete cascade,
  name text not null check (char_length(name) between 1 and 64),
  -- The name as it is compared: NFC, case folded by the application.
  name_key text not null,
  last_started_at timestamptz,
  archived_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default now()
) with (fillfactor = 80);

create unique index activities_name on activities (user_id, name_key) where deleted_at is null;
create index activities_by_user on activities (user_id);

-- One row a person: the row that is locked before anything about their time changes,
-- and what holds «one running session at a time», which no unique index over partitions could.
create table trackers (
  user_id bigint primary key references users on delete cascade,
  state text not null default 'idle' check (state in ('idle', 'tracking', 'paused')),
  session_id uuid,
  session_started_at timestamptz,
  -- Grows by one with each transition; buttons carry it.
  version bigint not null default 0,
  changed_at timestamptz,
  -- The message that shows the running session.
  card_chat_id bigint,
  card_message_id bigint,
  check ((state = 'idle') = (session_id is null)),
  check ((session_id is null) = (session_started_at is null))
) with (fillfactor = 70);

create table sessions (
  id uuid not null,
  user_id bigint not null references users on delete cascade,
  activity_id bigint not null references activities on delete cascade,
  started_at timestamptz not null,
  finished_at timestamptz,
  -- Active seconds, pauses excluded; known when finished.
  duration integer,
  -- The active stretches; the last one is open while the session is tracking.
  segments tstzmultirange not null,
  -- The zone the session was lived in, where its days are counted.
  time_zone text not null,
  primary key (id, started_at),
  check ((finished_at is null) = (duration is null)),
  check (finished_at >= started_at)
) partition by range (started_at);

-- Covers a person's report over any range.
create index sessions_by_user on sessions (user_id, started_at) include (finished_at, activity_id, duration, time_zone);
create index sessions_by_start on sessions using brin (started_at);
create index sessions_by_finish on sessions using brin (finished_at);

create table session_events_log (
  id bigint generated always as identity,
  session_id uuid not null,
  user_id bigint not null,
  event_type text not null,
  payload jsonb not null default '{}',
  at timestamptz not null,
  primary key (id, at)
) partition by range (at);

create index session_events_by_session on session_events_log (session_id);

create table statistics (
  id bigint generated always as identity,
  event text not null,
  user_id bigint,
  timestamp timestamptz not null default now(),
  -- What answered: the handler's pattern or the callback's data, never what the person wrote.
  handler text,
  outcome text,
  -- Where a new person came from: the payload of a deep link.
  source text,
  config_version bigint,
  primary key (id, timestamp)
) partition by range (timestamp);

create index statistics_by_user on statistics (user_id, timestamp);
create index statistics_by_time on statistics using brin (timestamp);

-- Makes the partition of one month of one of the tables partitioned by month.
create function ensure_month_partition(parent text, month date) returns void language plpgsql as $$
declare
  first date := date_trunc('month', month)::date;
  name text := parent || '_' || to_char(first, 'YYYY_MM');
begin
  if to_regclass(name) is not null then
    return;
  end if;
  execute format(
    'create table %I partition of %I for values from (%L) to (%L)',
    name, parent, first::text || ' 00:00:00+00', (first + interval '1 month')::date::text || ' 00:00:00+00');
  if parent = 'sessions' then
    execute format('create unique index %I on %I (user_id) where finished_at is null', name || '_running', name);
  end if;
end $$;

-- What falls outside the months made so far is never refused.
create table sessions_default partition of sessions default;
create unique index sessions_default_running on sessions_default (user_id) where finished_at is null;
create table session_events_log_default partition of session_events_log default;
create table statistics_default partition of statistics default;
