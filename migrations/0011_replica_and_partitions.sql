-- How far a replica is behind and who must not read there; months that are made where rows lie already.

-- When a person last changed what reports tell about them, by this database's clock: for ten seconds they read where
-- they wrote. Written with the row that every such change writes or locks anyway. Of a process that does not know the
-- column nothing is noted: what it writes may be read a few seconds late until it is replaced.
alter table trackers add column written_at timestamptz;

-- One row that some process writes every second: what a replica has of it tells what else it has. The time of the last
-- replayed commit would not do, because on an idle primary it grows old although nothing is missing.
create table replication_heartbeat (
  id boolean primary key default true check (id),
  at timestamptz not null default clock_timestamp()
) with (fillfactor = 50);

insert into replication_heartbeat default values;

/*
 Makes the partition of one month of one of the tables partitioned by month, with the rows of that month that the default
 partition has taken meanwhile: nothing can be made beside them otherwise.

 The parent is locked first and alone. Whoever reads or writes the table holds a lock on it from their first statement to
 their commit, so that behind this lock nobody is in the way, and nobody finds a row on its way: an insert that had chosen
 the default partition before would be refused after. Readers wait as well, for the few milliseconds this takes; a long
 report that is under way makes it wait in turn and everybody behind it, which is why callers set a short lock_timeout and
 come again. The tables that sessions refer to are locked next; who holds those and wants sessions then waits for the same
 lock_timeout, no longer.

 That one person has one running session is held by `trackers`, a row a person, which is locked by whoever starts one; the
 index below only makes a mistake loud. A row that moves cannot meet another one here, because both would run.
*/
create or replace function ensure_month_partition(parent text, month date) returns void language plpgsql as $$
declare
  first date := date_trunc('month', month)::date;
  name text := parent || '_' || to_char(first, 'YYYY_MM');
  starts timestamptz := first::text || ' 00:00:00+00';
  ends timestamptz := (first + interval '1 month')::date::text || ' 00:00:00+00';
  key text;
  columns text;
begin
  if to_regclass(name) is not null then
    return;
  end if;
  execute format('lock table only %I in access exclusive mode', parent);
  -- Somebody else may have been faster.
  if to_regclass(name) is not null then
    return;
  end if;
  select attname into key from pg_partitioned_table
  join pg_attribute on attrelid = partrelid and attnum = partattrs[0] where partrelid = parent::regclass;
  select string_agg(format('%I', attname), ', ' order by attnum) into columns from pg_attribute
  where attrelid = parent::regclass and attnum > 0 and not attisdropped;
  execute format('create table %I (like %I including defaults including constraints including storage)', name, parent);
  execute format(
    'with moved as (delete from %1$I where %2$I >= %3$L and %2$I < %4$L returning *)
     insert into %5$I (%6$s) select %6$s from moved',
    parent || '_default', key, starts, ends, name, columns);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, name, starts, ends);
  if parent = 'sessions' then
    execute format('create unique index %I on %I (user_id) where finished_at is null', name || '_running', name);
  end if;
end $$;
