-- What makes a group of updates cheaper.

-- What a turn has to know of the running session beside its id and its start: {"version", "activity_id", "segments",
-- "time_zone"}. Written with `version`; one of another version was left behind by a process that does not know the
-- column, and the session's own row counts.
alter table trackers add column running json;

-- Read back whole and never searched: as `jsonb` a call cost more to take apart than its row to write.
alter table outgoing alter column calls type json using calls::json;
