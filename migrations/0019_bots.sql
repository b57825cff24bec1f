-- Which bots answer on this database and how their updates come, said by the process that sees to it: an admin service
-- of its own has no token to ask Telegram by.

create table bots (
  -- Telegram's.
  id bigint primary key,
  is_simulated boolean not null,
  name text not null,
  username text not null,
  -- 'webhook', 'webhook failing', 'polling'; null while nobody has said it.
  receives text,
  -- The last thing that kept updates from coming, and when it was met.
  trouble text,
  trouble_words text,
  trouble_at timestamptz,
  -- When the process that sees to it was heard of last.
  seen_at timestamptz not null default now()
);
