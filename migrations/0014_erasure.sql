-- People about whom everything is to be erased.

-- Since when it is being erased: they are told so, and nothing else is done for them. The row itself goes last.
alter table users add column erasing_at timestamptz;

-- An activity's row goes only with everything of its person's, the sessions first. For each activity of somebody who is
-- erased this constraint would read all sessions there are, because no index finds them by activity: every start would
-- pay for one.
alter table sessions drop constraint sessions_activity_id_fkey;
