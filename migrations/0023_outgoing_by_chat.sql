-- A chat has a few rows at most, so that their order costs nothing to make. With the ids in this index the rows that have
-- been said were at times found by reading all of it: plans made while hardly a row was left took it for the cheaper way.

drop index outgoing_by_chat;
create index outgoing_by_chat on outgoing (chat_id, bot_id);
