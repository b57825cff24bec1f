-- Who is told that the configuration has changed, what was sent to them, and what they said.

create table config_webhooks (
  id bigint primary key generated always as identity,
  url text not null,
  -- Signs what is sent; null where the service's own CONFIG_HOOK_SECRET does.
  secret text,
  description text not null default '',
  enabled boolean not null default true,
  -- Grows with every change, for its ETag.
  revision bigint not null default 1,
  created_at timestamptz not null default now()
);

create table config_webhook_deliveries (
  id bigint primary key generated always as identity,
  webhook_id bigint not null references config_webhooks on delete cascade,
  -- `config.updated`, or `test`.
  event text not null,
  -- Exactly what is sent and signed, the same at every attempt.
  body text not null,
  -- The delivery that this one repeats because an administrator asked.
  replays bigint,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  attempts integer not null default 0,
  -- Not before this moment. Who sends it moves it ahead first, so that nobody else takes it meanwhile.
  due_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  -- Of the last attempt: the answer's status, or why there was none, and the beginning of what was said.
  status integer,
  error text,
  answer text,
  duration_ms integer
);

create index config_webhook_deliveries_due on config_webhook_deliveries (due_at) where state = 'pending';
create index config_webhook_deliveries_by_webhook on config_webhook_deliveries (webhook_id, id desc);

-- Why a process that answers people does not run what was published: an older program, say.
alter table replicas add column refused_version bigint;
