-- What makes a year's ways and funnels as fast as a month's. What the version before writes and reads stays as it is,
-- and what it writes while both run is found here, too.

-- A day's moments as text that is read without unpacking: for each, in order of the people, how far the id lies behind
-- the one before, and the milliseconds of the day in four characters. A character is two decimal digits, of code 27 for
-- 00 to 126 for 99; an id that lies 99 or further is said by 99 and eight characters.
create function statistics_packed(moments bytea) returns text
language plpgsql immutable strict parallel safe as $$
declare
  -- As it lies in the table it would be unpacked again for each of its parts.
  whole bytea := moments || ''::bytea;
begin
  return (
    select coalesce(string_agg(
      case when step < 99 then chr(27 + step::int)
        else chr(126) || chr(27 + (step / 100000000000000 % 100)::int) || chr(27 + (step / 1000000000000 % 100)::int)
          || chr(27 + (step / 10000000000 % 100)::int) || chr(27 + (step / 100000000 % 100)::int)
          || chr(27 + (step / 1000000 % 100)::int) || chr(27 + (step / 10000 % 100)::int)
          || chr(27 + (step / 100 % 100)::int) || chr(27 + (step % 100)::int)
      end || chr(27 + time / 1000000) || chr(27 + time / 10000 % 100) || chr(27 + time / 100 % 100) || chr(27 + time % 100),
      '' order by person, time), '')
    from (
      select person, time, person - lag(person, 1, 0::bigint) over (order by person, time) as step
      from (
        select ('x' || encode(substring(whole from 1 + 12 * place for 8), 'hex'))::bit(64)::bigint as person,
          ('x' || encode(substring(whole from 9 + 12 * place for 4), 'hex'))::bit(32)::int as time
        from generate_series(0, length(whole) / 12 - 1) place) read) gaps);
end $$;

-- Null until a worker has come by; an answer then packs it for itself.
alter table statistics_moments add column packed text;
-- Digits like these grow smaller by nothing.
alter table statistics_moments alter column packed set storage external;

create index statistics_moments_unpacked on statistics_moments (day) where packed is null;
create index statistics_moments_by_handler on statistics_moments (handler, day);
create index statistics_moments_by_event on statistics_moments (event, day);

-- Whoever writes them, the version before and an erasing among them: both columns say the same.
create function statistics_moments_pack() returns trigger language plpgsql as $$
begin
  new.packed := statistics_packed(new.moments);
  return new;
end $$;

create trigger statistics_moments_packed before insert or update of moments on statistics_moments
for each row execute function statistics_moments_pack();

-- Ways of 4, 16 and 64 days lie in `statistics_ways` beside those of days, under the day with which they end: so that
-- they are erased with the last of their days, by whoever goes through the months of a person.
alter table statistics_state
  -- Ways of those long spans are there before this moment; null: none yet.
  add column gathered_until timestamptz,
  -- What `statistics_seen` and `statistics_next` are, of those who know of the long spans.
  add column late_seen bigint not null default 0,
  add column late_next bigint not null default 0;

update statistics_state set late_seen = statistics_seen, late_next = statistics_next;
