-- Messages to many people at once.

create table broadcasts (
  id bigint generated always as identity primary key,
  name text not null,
  -- What it says: {"message", "photo_url", "layout"} as a callback and its keyboard have them.
  content jsonb not null,
  -- Whom it goes to: a list of conditions, all of which must hold.
  segment jsonb not null,
  state text not null default 'draft'
    check (state in ('draft', 'scheduled', 'sending', 'paused', 'done', 'stopped')),
  -- Grows with every change by an administrator, for its ETag.
  revision bigint not null default 1,
  -- The broadcast that this one tries out on one person.
  test_of bigint references broadcasts on delete cascade,
  author text,
  -- When it is due on each recipient's own clock; null where it is due at one moment for all.
  local_at timestamp,
  -- From when on recipients are gathered and written to.
  starts_at timestamptz,
  -- The configuration that its buttons and values are of: the one that ran when it was started.
  config_version bigint,
  -- Recipients are gathered by their ids up to this one so far.
  gathered_to bigint not null default 0,
  is_gathered boolean not null default false,
  -- Recipients so far, and what became of them. Counted along with what they count, so that a report need not.
  total integer not null default 0,
  delivered integer not null default 0,
  blocked integer not null default 0,
  failed integer not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz
) with (fillfactor = 70);

create index broadcasts_under_way on broadcasts (id) where state in ('scheduled', 'sending');
create index broadcasts_tests on broadcasts (test_of) where test_of is not null;

create table broadcast_recipients (
  broadcast_id bigint not null references broadcasts on delete cascade,
  user_id bigint not null references users on delete cascade,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'blocked', 'failed')),
  -- Not before this moment. Who writes to them moves it ahead first, so that nobody else does meanwhile.
  due_at timestamptz not null,
  -- Times somebody began to write to them; who was too slow is told from who holds the row now.
  attempts smallint not null default 0,
  message_id bigint,
  -- Why it failed, in Telegram's words or by the name of our own fault.
  error text,
  settled_at timestamptz,
  primary key (broadcast_id, user_id)
) with (fillfactor = 80);

create index broadcast_recipients_due on broadcast_recipients (broadcast_id, due_at) where state = 'waiting';
create index broadcast_recipients_by_user on broadcast_recipients (user_id);

-- Who pressed a button of a broadcast. Apart from the recipients, whose rows their sender locks in no certain order.
create table broadcast_clicks (
  broadcast_id bigint not null references broadcasts on delete cascade,
  user_id bigint not null references users on delete cascade,
  at timestamptz not null,
  primary key (broadcast_id, user_id)
);

create index broadcast_clicks_by_user on broadcast_clicks (user_id);
