-- Events that could not be applied, where no broker keeps them.

create table dead_letters (
  -- In this order they come back.
  id bigint generated always as identity primary key,
  -- Whose consumers could not apply it.
  queue text not null,
  event_id uuid not null,
  type text not null,
  -- No foreign key, as in `outbox`: an event may outlive the person it is about.
  user_id bigint not null,
  at timestamptz not null,
  data json not null,
  reason text not null,
  created_at timestamptz not null default now(),
  unique (queue, event_id)
);

create index dead_letters_by_user on dead_letters (user_id);
