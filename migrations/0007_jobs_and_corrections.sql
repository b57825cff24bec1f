-- Sessions that were deleted and may come back, and work that is done in the background.

-- A deleted session lies here until its deletion can no longer be undone: what counts time need not leave it out.
create table deleted_sessions (
  id uuid primary key,
  user_id bigint not null references users on delete cascade,
  activity_id bigint not null references activities on delete cascade,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  duration integer not null,
  segments tstzmultirange not null,
  time_zone text not null,
  deleted_at timestamptz not null default clock_timestamp()
);

create index deleted_sessions_by_time on deleted_sessions (deleted_at);
create index deleted_sessions_by_user on deleted_sessions (user_id);

create table jobs (
  id uuid primary key,
  kind text not null,
  user_id bigint references users on delete cascade,
  arguments jsonb not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed')),
  -- In percent.
  progress smallint not null default 0 check (progress between 0 and 100),
  -- Times it was taken up. Who took it up before and lost it is told from who has it now.
  attempts smallint not null default 0,
  -- Until when it belongs to the worker that took it up; a heartbeat moves it ahead.
  held_until timestamptz,
  -- The file it made, while that lasts: its key in the object store, its name, media type and bytes.
  file jsonb,
  -- Why it failed.
  error text,
  -- What is to be said in a chat when it is over; empty once that lies in `outgoing`, or where nobody waits in a chat.
  telling jsonb,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz
) with (fillfactor = 80);

create index jobs_open on jobs (created_at) where status in ('queued', 'running');
create index jobs_to_tell on jobs (finished_at) where telling is not null;
create index jobs_by_user on jobs (user_id);
create index jobs_finished on jobs (finished_at);
