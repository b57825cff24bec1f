# PostgreSQL, its replica and a PgBouncer. Sourced by scripts/servers.

as_postgres() {
  if is_root; then (cd / && setpriv --reuid "$postgres_account" --regid "$postgres_account" --init-groups "$@"); else "$@"; fi
}
postgres_bin() {
  local newest
  newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  if [ -n "$newest" ]; then echo "$newest"; else dirname "$(command -v initdb)"; fi
}
postgres_install() { [ -x "$(postgres_bin 2>/dev/null)/initdb" ] || install_package postgresql; }
postgres_ready() {
  [ -s "$home/postgres.port" ] && [ -s "$home/postgres/postmaster.pid" ] &&
    "$(postgres_bin)/pg_isready" -q -h 127.0.0.1 -p "$(cat "$home/postgres.port")" -U minuta -d postgres
}
postgres_start() {
  local data=$home/postgres bin
  bin=$(postgres_bin)
  if [ ! -s "$data/PG_VERSION" ]; then
    mkdir -p "$data"
    if is_root; then chown "$postgres_account": "$data"; fi
    chmod 700 "$data"
    as_postgres "$bin/initdb" -D "$data" -U minuta -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
    # Commits stay durable here: benchmarks measure them. A test's own database relaxes that for itself.
    cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = 256MB
max_wal_size = 4GB
CONF
  fi
  as_postgres "$bin/pg_ctl" -D "$data" -l "$data/server.log" -o "-p $(port_of postgres 55432)" -w -t 60 start >/dev/null
}
postgres_stop() {
  if [ -s "$home/postgres/postmaster.pid" ]; then
    as_postgres "$(postgres_bin)/pg_ctl" -D "$home/postgres" -m fast -w stop >/dev/null
  fi
}
postgres_env() { echo "export TEST_DATABASE_URL='postgres://minuta@127.0.0.1:$(cat "$home/postgres.port")/postgres'"; }

postgres_ask() { # PORT QUERY
  PGCONNECT_TIMEOUT=5 "$(postgres_bin)/psql" -h 127.0.0.1 -p "$1" -U minuta -d postgres -XAtqc "$2" 2>/dev/null
}

# --- PostgreSQL's replica --------------------------------------------------------------------------

postgres_replica_install() { postgres_install; }
postgres_replica_ready() {
  [ -s "$home/postgres_replica.port" ] && postgres_ready &&
    [ "$(postgres_ask "$(cat "$home/postgres_replica.port")" 'select pg_is_in_recovery()')" = t ] &&
    [ "$(postgres_ask "$(cat "$home/postgres.port")" \
      "select count(*) from pg_stat_replication where application_name = 'minuta_replica' and state = 'streaming'")" = 1 ]
}
postgres_replica_start() {
  local data=$home/postgres_replica
  postgres_replica_stop
  # One that fell too far behind, or belongs to a primary that is gone, is made anew.
  if [ ! -s "$data/PG_VERSION" ] || ! postgres_replica_run || ! wait_until 10 postgres_replica_ready; then
    postgres_replica_stop
    postgres_replica_copy
    postgres_replica_run
  fi
}
postgres_replica_copy() {
  local data=$home/postgres_replica primary
  primary=$(cat "$home/postgres.port")
  rm -rf "$data"
  mkdir -p "$data"
  if is_root; then chown "$postgres_account": "$data"; fi
  chmod 700 "$data"
  # What the slot keeps for a replica that never comes back must not fill the disk.
  postgres_ask "$primary" "alter system set max_slot_wal_keep_size = '4GB'"
  postgres_ask "$primary" 'select pg_reload_conf()' >/dev/null
  postgres_ask "$primary" \
    "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = 'minuta_replica'" >/dev/null
  as_postgres "$(postgres_bin)/pg_basebackup" -h 127.0.0.1 -p "$primary" -U minuta -D "$data" \
    -c fast --no-sync -C -S minuta_replica
  as_postgres touch "$data/standby.signal"
}
postgres_replica_run() {
  local data=$home/postgres_replica port from
  port=$(port_of postgres_replica 55532)
  # Given anew at each start, because the primary's port may have moved.
  from="host=127.0.0.1 port=$(cat "$home/postgres.port") user=minuta application_name=minuta_replica"
  as_postgres "$(postgres_bin)/pg_ctl" -D "$data" -l "$data/server.log" -w -t 60 \
    -o "-p $port -c fsync=off -c primary_slot_name=minuta_replica -c primary_conninfo='$from'" start >/dev/null
}
postgres_replica_stop() {
  if [ -s "$home/postgres_replica/postmaster.pid" ]; then
    as_postgres "$(postgres_bin)/pg_ctl" -D "$home/postgres_replica" -m fast -w stop >/dev/null 2>&1 || true
  fi
}
postgres_replica_env() {
  echo "export TEST_DATABASE_REPLICA_URL='postgres://minuta@127.0.0.1:$(cat "$home/postgres_replica.port")/postgres'"
}

# --- PgBouncer -------------------------------------------------------------------------------------

pgbouncer_install() { command -v pgbouncer >/dev/null || install_package pgbouncer; }
pgbouncer_ready() {
  launched_runs pgbouncer && [ "$(postgres_ask "$(cat "$home/pgbouncer.port")" 'select 1')" = 1 ]
}
pgbouncer_start() {
  local folder=$home/pgbouncer account=()
  end_launched pgbouncer
  mkdir -p "$folder"
  cat >"$folder/pgbouncer.ini" <<CONF
[databases]
* = host=127.0.0.1 port=$(cat "$home/postgres.port") user=minuta

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $(port_of pgbouncer 56432)
unix_socket_dir =
auth_type = any
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 20
CONF
  # It refuses to run as root as well.
  if is_root; then account=(-u "$postgres_account"); fi
  launch pgbouncer pgbouncer "${account[@]}" "$folder/pgbouncer.ini"
}
pgbouncer_stop() { end_launched pgbouncer; }
pgbouncer_env() { echo "export TEST_PGBOUNCER_URL='postgres://minuta@127.0.0.1:$(cat "$home/pgbouncer.port")/postgres'"; }
