-- Updates that have taken effect, and what the bot still has to say.

create table processed_updates (
  bot_id bigint not null,
  update_id bigint not null,
  user_id bigint,
  -- The row of `outgoing` that holds the answer; the answer has been taken when that row is gone.
  answer_id bigint,
  accepted_at timestamptz not null default now(),
  -- The update first: by the bot alone nobody looks, and no plan should be able to.
  primary key (update_id, bot_id)
);

create index processed_updates_by_time on processed_updates using brin (accepted_at);

create sequence outgoing_id as bigint;

-- Everything the bot says is a row here from the commit of its cause until Telegram has taken it.
create table outgoing (
  id bigint primary key default nextval('outgoing_id'),
  bot_id bigint not null,
  chat_id bigint not null,
  user_id bigint,
  -- The Bot API calls still to be made, in order: [{"method", "payload"}].
  calls jsonb not null,
  -- Not before this moment. Who sends a row moves it ahead first, so that nobody else takes it meanwhile.
  due_at timestamptz not null,
  attempts smallint not null default 0,
  created_at timestamptz not null default now()
) with (fillfactor = 80);

create index outgoing_by_chat on outgoing (chat_id, bot_id, id);
create index outgoing_due on outgoing (due_at);

-- Where a person is in a dialogue that asks for input.
create table conversations (
  user_id bigint primary key references users on delete cascade,
  config_version bigint not null,
  step text not null,
  variables jsonb not null default '{}',
  updated_at timestamptz not null
) with (fillfactor = 80);

-- Work that one process does at a time, such as telling Telegram how to deliver.
create table leases (
  name text primary key,
  holder text not null,
  -- Grows whenever the holder changes, so that a late writer can be told from the present one.
  epoch bigint not null,
  expires_at timestamptz not null
);
