-- What makes a group of updates cheaper.

-- What a turn has to know of the running session beside its id and its start: {"version", "activity_id", "segments",
-- "time_zone"}. Written with `version`; one of another version was left behind by a process that does not know the
-- column, and the session's own row counts.
alter table trackers add column running json;

-- Read back whole and never searched: as `jsonb` a call cost more to take apart than its row to write.
alter table outgoing alter column calls type json using calls::json;

-- Until when the sessions reached that went on for more than 31 days. Whoever asks about later days need not look for
-- a session that began more than 31 days before them, and opens two months instead of all.
alter table trackers add column long_until timestamptz;

update trackers set long_until = long.until
from (
  select user_id, max(finished_at) as until from sessions
  where finished_at - started_at > interval '31 days' group by user_id) long
where long.user_id = trackers.user_id;
