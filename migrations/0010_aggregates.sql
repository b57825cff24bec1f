-- Sums of a person's sessions by activity and month, and what of them may be relied on.

-- One cell: the finished sessions of one activity that began in one month of UTC, by their active seconds.
create table user_activity_aggregates (
  user_id bigint not null references users on delete cascade,
  month date not null check (month = date_trunc('month', month)),
  -- No foreign key: an activity goes only with its person, and looking for each of theirs would read the whole table.
  activity_id bigint not null,
  seconds bigint not null default 0,
  sessions integer not null default 0,
  longest integer not null default 0,
  updated_at timestamptz not null default now(),
  -- All of somebody's months from the index alone. That makes no change of a cell cheap for the heap («HOT»), which
  -- costs each a few microseconds once; without it each of a person's months lies in a page of its own.
  primary key (user_id, month, activity_id) include (seconds, sessions, longest)
) with (
  fillfactor = 90,
  -- Only vacuumed pages are read by the index alone.
  autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05
);

-- Which events have had their effect, by who consumed them: each comes at least once and counts once.
create table applied_events (
  event_id uuid not null,
  queue text not null,
  at timestamptz not null default now(),
  primary key (event_id, queue)
);

create index applied_events_by_time on applied_events using brin (at);

create table aggregate_state (
  id boolean primary key default true check (id),
  -- Cells of months before this one are exact at any moment, whatever queues do: what changes such a month computes
  -- its cells in the same commit.
  closed_before date,
  -- Months before this one have no rows any more; their cells are all there is.
  archived_before date,
  -- The month up to which months are being closed, and the last person of those done.
  closing_before date,
  closing_after bigint not null default 0
);

insert into aggregate_state default values;
