-- The peer's own tables: what the specification names, without anything the peer does not use.

create table users (
  id bigint generated always as identity primary key,
  telegram_id bigint not null unique,
  username text,
  first_name text not null,
  language text,
  time_zone text not null default 'Europe/Moscow',
  created_at timestamptz not null default now()
);

create table activities (
  id bigint generated always as identity primary key,
  user_id bigint not null references users on delete cascade,
  name text not null check (char_length(name) between 1 and 64),
  last_started_at timestamptz
);
create unique index activities_name on activities (user_id, lower(name));

create table sessions (
  id bigint generated always as identity primary key,
  user_id bigint not null references users on delete cascade,
  activity_id bigint not null references activities on delete cascade,
  started_at timestamptz not null,
  finished_at timestamptz,
  duration integer
);
create unique index sessions_running on sessions (user_id) where finished_at is null;
create index sessions_by_user on sessions (user_id, started_at);

create table session_events_log (
  id bigint generated always as identity primary key,
  session_id bigint not null references sessions on delete cascade,
  event_type text not null,
  payload jsonb not null default '{}',
  at timestamptz not null default now()
);
create index session_events_by_session on session_events_log (session_id);

create table statistics (
  id bigint generated always as identity primary key,
  event text not null,
  user_id bigint,
  handler text,
  timestamp timestamptz not null default now()
);
create index statistics_by_user on statistics (user_id, timestamp);
