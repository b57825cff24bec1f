# Ports, and processes in the background. Sourced by scripts/servers.

# A port for a server that is down: the one it had before, or else from the preferred one on the first that is free,
# with as many after it as the server needs. Two checkouts on one machine must not meet.
port_of() { # NAME PREFERRED [HOW_MANY]
  local file=$home/$1.port port
  port=$(cat "$file" 2>/dev/null || echo "$2")
  until are_free "$port" "${3:-1}"; do port=$((port + 1)); done
  echo "$port" | tee "$file"
}
are_free() { # PORT HOW_MANY
  local port
  for ((port = $1; port < $1 + $2; port++)); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return 1; fi
  done
}

wait_until() { # SECONDS COMMAND…
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# Servers that a script run-* runs in the foreground; tests start servers of their own by the same scripts.
launch() { # NAME COMMAND…
  local name=$1 pid
  shift
  mkdir -p "$home/$name"
  # In a session of its own, so that what ends a terminal does not end the server.
  setsid "$@" </dev/null >"$home/$name/server.log" 2>&1 &
  pid=$!
  echo "$pid $(born "$pid")" >"$home/$name/pid"
}
# A pid outlives its process as a number: with the tick in which the process began it names one process for ever.
born() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
launched_runs() { # NAME
  local pid began
  read -r pid began <"$home/$1/pid" && [ "$(born "$pid")" = "$began" ]
} 2>/dev/null
end_launched() { # NAME
  local pid began
  if launched_runs "$1"; then
    read -r pid began <"$home/$1/pid"
    kill "$pid"
    wait_until 20 eval "! launched_runs $1" || kill -KILL "$pid"
  fi
}
