-- What has happened, on its way from the commit that did it to whoever wants to know.

create table outbox (
  -- In this order it leaves; what commits late has a lower one than others that are gone by then.
  id bigint generated always as identity primary key,
  -- The event's own id, the same wherever it comes again.
  event_id uuid not null default gen_random_uuid(),
  type text not null,
  -- No foreign key: that somebody was erased must still be told when their row is gone, and a key costs each row a look.
  user_id bigint not null,
  at timestamptz not null,
  -- Written once and read whole: as `jsonb` it would be taken apart and put together again for nothing.
  data json not null,
  -- Why the broker will never take it; such a row stays until somebody has looked at it.
  refused text,
  created_at timestamptz not null default now()
) with (
  -- As many rows go as come, so that the table is nearly empty and all of its changes are garbage. Not cut at its end:
  -- that takes a lock against everybody, for pages that are needed again at once.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = -1,
  autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000,
  vacuum_truncate = off
);
