-- Broadcasts belong to a bot, say why they hold themselves, and need not count who pressed their buttons.

alter table broadcasts
  -- Telegram's id of the bot that it was started with; null until one has begun with it, where nobody knew before.
  add column bot_id bigint,
  -- Why it has paused itself, by a name and in Telegram's words; null where somebody else did it. Only of one that is
  -- paused.
  add column held_for text,
  add column held_words text,
  -- How often Telegram has refused it for everybody so far.
  add column refusals smallint not null default 0,
  -- People who pressed one of its buttons, as far as they are counted.
  add column clicked integer not null default 0;

alter table broadcast_clicks
  -- Whether `broadcasts.clicked` has it: whoever presses must not wait for the row of the broadcast.
  add column is_counted boolean not null default false;

create index broadcast_clicks_uncounted on broadcast_clicks (broadcast_id) where not is_counted;
