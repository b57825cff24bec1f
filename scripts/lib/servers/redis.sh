# Redis, alone and as a Cluster. Sourced by scripts/servers.

redis_install() { command -v redis-server >/dev/null && command -v redis-cli >/dev/null || install_package redis-server; }
# A pid outlives its process as a number: only a Redis on our port is ours.
redis_runs() {
  [ -s "$home/redis/redis.pid" ] &&
    ps -p "$(cat "$home/redis/redis.pid")" -o args= 2>/dev/null | grep -q "redis-server .*:$(cat "$home/redis.port")"
}
redis_ready() { redis_runs && [ "$(redis-cli -h 127.0.0.1 -p "$(cat "$home/redis.port")" ping 2>/dev/null)" = PONG ]; }
redis_start() {
  mkdir -p "$home/redis"
  redis-server --bind 127.0.0.1 --port "$(port_of redis 56379)" --dir "$home/redis" --save '' --appendonly no \
    --daemonize yes --pidfile "$home/redis/redis.pid" --logfile "$home/redis/server.log" >/dev/null
}
redis_stop() {
  if redis_runs; then
    redis-cli -h 127.0.0.1 -p "$(cat "$home/redis.port")" shutdown nosave >/dev/null 2>&1 || true
    wait_until 10 eval '! redis_runs'
  fi
}
redis_env() { echo "export TEST_REDIS_URL='redis://127.0.0.1:$(cat "$home/redis.port")'"; }

# --- Redis Cluster ---------------------------------------------------------------------------------

# Three masters without replicas: what is tried on them is keys that lie apart.
cluster_nodes=(1 2 3)
redis_cluster_install() { redis_install; }
redis_cluster_port() { cat "$home/redis_cluster/$1.port" 2>/dev/null; }
redis_cluster_node_runs() { # NODE
  local pid=$home/redis_cluster/$1/redis.pid
  [ -s "$pid" ] && ps -p "$(cat "$pid")" -o args= 2>/dev/null | grep -q "redis-server .*:$(redis_cluster_port "$1") \[cluster\]"
}
redis_cluster_ready() {
  local node
  for node in "${cluster_nodes[@]}"; do
    redis_cluster_node_runs "$node" &&
      redis-cli -h 127.0.0.1 -p "$(redis_cluster_port "$node")" cluster info 2>/dev/null | grep -q cluster_state:ok || return 1
  done
}
redis_cluster_start() {
  local node addresses=()
  redis_cluster_stop
  for node in "${cluster_nodes[@]}"; do
    redis_cluster_start_node "$node" || return 1
    addresses+=("127.0.0.1:$(redis_cluster_port "$node")")
  done
  printf '%s\n' "${addresses[*]}" | tr ' ' ',' >"$home/redis_cluster.port"
  redis-cli --cluster create "${addresses[@]}" --cluster-replicas 0 --cluster-yes >/dev/null
}
redis_cluster_start_node() { # NODE
  local folder=$home/redis_cluster/$1 port bus try
  # Some connection of another program's may hold a port on which nobody listens: then the next ones.
  for try in 0 10 20 30 40; do
    # A node remembers the others by their ports, so a start begins anew.
    rm -rf "$folder" "$folder.port" "$folder-bus.port"
    mkdir -p "$folder"
    port=$(port_of "redis_cluster/$1" $((56379 + $1 + try)))
    # The port by which nodes talk to each other would be 10,000 higher, beyond the last one there is.
    bus=$(port_of "redis_cluster/$1-bus" $((57379 + $1 + try)))
    redis-server --bind 127.0.0.1 --port "$port" --cluster-enabled yes --cluster-port "$bus" \
      --cluster-node-timeout 2000 --dir "$folder" --save '' --appendonly no --daemonize yes \
      --pidfile "$folder/redis.pid" --logfile "$folder/server.log" >/dev/null
    if wait_until 3 redis-cli -h 127.0.0.1 -p "$port" ping; then return; fi
  done
  return 1
}
redis_cluster_stop() {
  local node
  for node in "${cluster_nodes[@]}"; do
    if redis_cluster_node_runs "$node"; then
      redis-cli -h 127.0.0.1 -p "$(redis_cluster_port "$node")" shutdown nosave >/dev/null 2>&1 || true
      wait_until 10 eval "! redis_cluster_node_runs $node"
    fi
  done
}
redis_cluster_env() { echo "export TEST_REDIS_CLUSTER_URL='redis+cluster://$(cat "$home/redis_cluster.port")'"; }
