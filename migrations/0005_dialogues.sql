-- What a person is in the middle of: questions with rules for their answers, turns that wait, values kept for later.

-- What the answer must be, and what follows it; empty for a question that takes whatever is typed.
alter table conversations add column question jsonb;

-- Turns that wait for the clock or for somebody else's server. The row goes in the commit of what follows.
create table continuations (
  id bigint generated always as identity primary key,
  bot_id bigint not null,
  user_id bigint not null references users on delete cascade,
  chat_id bigint not null,
  -- The message whose button was pressed, which what follows may edit.
  message_id bigint,
  config_version bigint not null,
  kind text not null check (kind in ('wait', 'http')),
  -- Where each entry of the configuration goes on, the innermost first.
  frames jsonb not null,
  variables jsonb not null,
  -- The call to make; secrets in it by name.
  request jsonb,
  -- What came of the call, once that is known.
  result jsonb,
  -- How often this turn has waited before: it may not do so for ever.
  resumptions integer not null,
  -- From when on a process may take it; whoever takes it moves this ahead by its lease.
  due_at timestamptz not null,
  attempts integer not null default 0,
  created_at timestamptz not null default clock_timestamp()
);

create index continuations_by_due on continuations (bot_id, due_at);
create index continuations_by_user on continuations (user_id);

-- What a configuration keeps about a person under names of its own.
create table user_variables (
  user_id bigint not null references users on delete cascade,
  name text not null,
  value jsonb not null,
  updated_at timestamptz not null,
  primary key (user_id, name)
);

-- Pictures that were uploaded, and what Telegram calls them: an id there is good for one bot only.
create table uploads (
  id bigint generated always as identity primary key,
  sha256 bytea not null unique,
  type text not null,
  content bytea not null,
  created_at timestamptz not null default clock_timestamp()
);

create table upload_files (
  bot_id bigint not null,
  upload_id bigint not null references uploads on delete cascade,
  file_id text not null,
  primary key (bot_id, upload_id)
);
