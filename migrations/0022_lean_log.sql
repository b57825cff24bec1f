-- The log is read whole or by its moments: what found a session's events in it was paid for by each of them and asked by
-- nobody.

drop index session_events_by_session;
