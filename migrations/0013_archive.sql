-- Months that have left the database for the object store, and the keys without which nobody reads them.

create table archive_keys (
  -- What stands in the archive in a person's place; it means nothing once this row is gone.
  id uuid primary key,
  -- Without a cascade, on purpose: a person whose key is still there cannot be deleted.
  user_id bigint not null unique references users,
  key bytea not null,
  created_at timestamptz not null default clock_timestamp()
);

-- A month of a table, written to the object store once: a run. A month that came back, or got a late row, is written
-- again when it goes, and each run keeps what it has.
create table archive_months (
  run uuid primary key,
  table_name text not null,
  -- Its first day.
  month date not null,
  state text not null default 'writing' check (state in ('writing', 'written', 'verified', 'dropped', 'restored')),
  -- Of the rows that belong to nobody.
  key_id uuid not null,
  key bytea not null,
  manifest_key text,
  manifest_sha256 text,
  row_count bigint,
  -- A sum over the rows that does not depend on their order.
  digest text,
  -- In the object store.
  bytes bigint,
  started_at timestamptz not null default clock_timestamp(),
  verified_at timestamptz,
  dropped_at timestamptz,
  -- Until then its rows stay in the database.
  restored_until timestamptz
);

-- One at a time is on its way out.
create unique index archive_months_on_their_way on archive_months (table_name, month)
  where state in ('writing', 'written', 'verified');
create index archive_months_by_month on archive_months (month, table_name);
