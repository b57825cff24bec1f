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

create index draft_entries_in_order on draft_entries (kind, position, id);

create index draft_entries_by_data on draft_entries ((content ->> 'callback_data')) where kind = 'callback';

-- What was done to the draft of late, told to whoever comes second with a change of the same.
create table draft_changes (
  revision bigint not null,
  -- An entry's kind, or `header`, which has no id.
  kind text not null,
  id text not null,
  change text not null check (change in ('added', 'changed', 'removed', 'moved')),
  -- The entry as it was.
  before jsonb,
  -- Its name among people: a pattern, what a callback is called, the id of the others.
  name text not null,
  author text,
  at timestamptz not null default clock_timestamp(),
  primary key (revision, kind, id)
);

create index draft_changes_of_entry on draft_changes (kind, id, revision);

-- One row. Whoever changes the draft or publishes locks it first.
create table configuration (
  id boolean primary key default true check (id),
  -- What runs.
  version bigint not null,
  -- Grows with every change of the draft.
  draft_revision bigint not null,
  -- The draft's revision when it was last the same as what runs.
  published_revision bigint not null,
  -- What of the draft belongs to no entry: the ready-made activities, the file's comments.
  draft_header jsonb not null
);

create table configuration_versions (
  version bigint primary key,
  -- The document with its entries' ids, as replicas load it; `json` gives back the very text.
  content json not null,
  -- Of the file it came from, by the places they stood at.
  comments json,
  note text not null default '',
  -- Who published it; nobody did what ships with the program.
  author text,
  -- The version whose content came back with this one.
  restores bigint,
  -- Of the configuration exactly as it ships the digest of its file: a newer program may replace it by its own.
  shipped_digest text,
  published_at timestamptz not null default clock_timestamp()
);

create index configuration_versions_as_shipped on configuration_versions (shipped_digest)
  where shipped_digest is not null;

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
