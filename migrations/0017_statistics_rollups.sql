-- What `statistics` adds up to, by the day of UTC, so that a year is answered as fast as a day. A worker fills these
-- tables; no answer waits for them, and what they do not have yet is read from the rows.
--
-- Quarters of an hour are the finest they know: every zone's days begin on one.

create table statistics_state (
  id boolean primary key default true check (id),
  -- Interactions before this full hour are rolled up; null: none yet.
  closed_until timestamptz,
  -- Days before this one have their sessions rolled up; null: none yet.
  tracked_until date,
  -- A row with a higher id than these may have come after its hour was rolled up. The first of each pair is where the
  -- next look begins, the second where the one after it will: by then every transaction of the time has ended.
  statistics_seen bigint not null default 0,
  statistics_next bigint not null default 0,
  events_seen bigint not null default 0,
  events_next bigint not null default 0,
  looked_at timestamptz not null default '-infinity'
);

insert into statistics_state default values;

-- How often what happened on a day. `so_far` counts from the day's beginning to the end of each of `quarters`, 0 to 95,
-- in which there was anything: so any part of a day is the difference of two of them.
create table statistics_counts (
  day date not null,
  event text not null,
  handler text,
  outcome text,
  config_version bigint,
  quarters smallint[] not null,
  so_far integer[] not null
);

create index statistics_counts_by_day on statistics_counts (day);

-- The same over all handlers and versions, of which there may be hundreds.
create table statistics_totals (
  day date not null,
  event text not null,
  outcome text,
  quarters smallint[] not null,
  so_far integer[] not null
);

create index statistics_totals_by_day on statistics_totals (day);

-- Who was there: a bit a person. Spans of 900, 3600, 21600 and 86400 seconds, each beginning at a multiple of itself,
-- are put together to any range.
create table statistics_people (
  -- `active`: had to do with the bot; `tracked`: began a session that is finished.
  kind text not null,
  span integer not null,
  at timestamptz not null,
  -- Which 2048 ids: the bit of person 5000 is number 904 of chunk 2.
  chunk bigint not null,
  users bit(2048) not null,
  primary key (kind, span, at, chunk)
);

-- From which screen to which, by the moment of the second; spans of 21600 and 86400 seconds. Nothing in front of the
-- first of a visit and behind the last one.
create table statistics_ways (
  span integer not null,
  at timestamptz not null,
  config_version bigint not null,
  from_handler text not null,
  to_handler text not null,
  chunk bigint not null,
  times integer not null,
  users bit(2048) not null,
  primary key (span, at, config_version, from_handler, to_handler, chunk)
);

-- Who came to which step when, for funnels: twelve bytes each, the person's id in eight and the milliseconds since the
-- day's beginning in four, in order of time. A row each would be as large as `statistics`, and slower than reading that.
create table statistics_moments (
  day date not null,
  event text not null,
  handler text,
  moments bytea not null
);

create index statistics_moments_by_day on statistics_moments (day);

-- The same without one person, for their erasing.
create function statistics_moments_without(moments bytea, person bigint) returns bytea
language plpgsql immutable strict as $$
declare
  -- As it lies in the table it would be unpacked again for each of its parts.
  whole bytea := moments || ''::bytea;
begin
  return (
    select coalesce(string_agg(part, ''::bytea order by place), ''::bytea)
    from generate_series(0, length(whole) / 12 - 1) place
      cross join lateral (select substring(whole from 1 + 12 * place for 12) as part) parts
    where substring(part from 1 for 8) <> int8send(person));
end $$;

-- Who came through which deep link; null: by a start without one.
create table statistics_arrivals (
  id bigint generated always as identity primary key,
  user_id bigint not null,
  at timestamptz not null,
  source text
);

create index statistics_arrivals_by_time on statistics_arrivals (at);
create index statistics_arrivals_by_user on statistics_arrivals (user_id);

-- Finished sessions and their active seconds by the quarter in which they began, counted as in `statistics_counts`.
create table statistics_tracked (
  day date primary key,
  quarters smallint[] not null,
  sessions_so_far integer[] not null,
  seconds_so_far bigint[] not null
);

-- Who came when. People come in the order of their ids, so that this costs a page or two and nothing to speak of.
create index users_by_creation on users using brin (created_at);
