-- The configuration: what is edited, what was published, what runs, and who runs it.

-- Ids of handlers and callbacks, and of keyboards and buttons that nobody gave a name.
create sequence configuration_entry_id as bigint;

-- The draft, a row an entry, so that two people who change different entries never meet.
create table draft_entries (
  kind text not null check (kind in ('handler', 'callback', 'keyboard', 'button')),
  id text not null,
  -- Where it stands among its kind; gaps do no harm.
  position integer not null,
  -- The entry as a document has it; a callback names its handler by `handler_id`.
  content jsonb not null,
  -- The draft's revision at its last change, which its ETag says.
  revision bigint not null,
  primary key (kind, id)
);

-- One row. Whoever changes the draft or publishes locks it first.
create table configuration (
  id boolean primary key default true check (id),
  -- What runs.
  version bigint not null,
  -- Grows with every change of the draft.
  draft_revision bigint not null,
  -- What of the draft belongs to no entry: the ready-made activities, the file's comments.
  draft_header jsonb not null
);

create table configuration_versions (
  version bigint primary key,
  -- The document with its entries' ids, as replicas load it; `json` gives back the very text.
  content json not null,
  note text not null default '',
  -- Who published it; nobody did what ships with the program.
  author text,
  -- The version whose content came back with this one.
  restores bigint,
  -- The configuration exactly as it ships: a newer program may replace it by its own.
  is_shipped boolean not null default false,
  published_at timestamptz not null default clock_timestamp()
);

-- What runs, entry by entry: written with the version, in its transaction.
create table keyboards (
  id text primary key,
  layout jsonb not null,
  kind text,
  -- Whatever else a document says of it.
  options jsonb not null default '{}'
);

create table buttons (
  id text primary key,
  label text not null,
  -- By language, where there is more than one text.
  labels jsonb,
  data text,
  options jsonb not null default '{}'
);

create table handlers (
  id bigint primary key,
  position integer not null,
  pattern text not null,
  -- A name with its arguments, or a JSON list of steps.
  action text not null,
  message text,
  -- By language, where there is more than one text.
  messages jsonb,
  photo_url text,
  keyboard_id text,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);

create table callbacks (
  id bigint primary key,
  position integer not null,
  handler_id bigint,
  callback_data text not null,
  action text not null,
  message text,
  messages jsonb,
  photo_url text,
  keyboard_id text,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);

create unique index callbacks_by_data on callbacks (callback_data);

-- Processes that answer people, and the version each has loaded.
create table replicas (
  id text primary key,
  role text not null,
  version bigint,
  loaded_at timestamptz,
  seen_at timestamptz not null default clock_timestamp()
);
