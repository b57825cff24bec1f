-- Files that take long to make: what the chat is told meanwhile, what failed through no fault of theirs, and links.

alter table jobs
  -- Attempts that failed, or ended with their worker. A stop and a store that was away do not count.
  add column failures smallint not null default 0,
  -- What was last told of the progress in the chat, in percent, and when that was put among what is to be said.
  add column shown_progress smallint,
  add column shown_at timestamptz,
  -- The message it is told in, and when Telegram last took it; empty while it waits to be taken.
  add column shown_message bigint,
  add column shown_taken_at timestamptz;

-- Keys that this program made for itself and that all its processes share.
create table signing_keys (
  name text primary key,
  key text not null,
  created_at timestamptz not null default now()
);
