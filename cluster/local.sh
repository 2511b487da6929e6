#!/usr/bin/env bash
# Three nodes on this machine with one shared embedded PostgreSQL, Redis and local Discord. The
# first node starts the embedded servers, the others adopt them, and the last node that stops stops
# them. They survive killed nodes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
jar=${JAR:-$here/../target/dcm.jar}
cache=${jar%.jar}.aot
export DCM_DATA=${DCM_DATA:-$here/../data/local}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

usage() {
  cat <<'EOF'
usage: cluster/local.sh COMMAND
  aot-train   creates the AOT cache by a training run: nodes start faster with it
  start [N]   starts node N, or all that are not running
  stop N      stops node N (SIGTERM) and waits until it has stopped
  kill N      kills node N (SIGKILL)
  pause N     pauses node N (SIGSTOP); resume N continues it
  status      shows which nodes run, which are ready, and which members each sees
  watch       repeats status every second
  logs N      follows the log of node N
  down        stops all nodes, PostgreSQL and Redis
The jar is target/dcm.jar (mvn -DskipTests package), or JAR; data and logs are in data/local, or
DCM_DATA. Java 25 is taken from JAVA_HOME, or from PATH.
EOF
}

fail() {
  echo "$*" >&2
  exit 1
}

node() {
  case ${1:-} in
    1 | 2 | 3) ;;
    *) fail "which node: 1, 2 or 3?" ;;
  esac
}

# prints a port from a node's configuration
port() {
  sed -n "s/.*$2[^0-9]*port = \([0-9]*\).*/\1/p" "$here/local$1.conf" | head -n 1
}

pid() {
  local file="$DCM_DATA/node$1.pid"
  # process ids are reused: check that it is this node
  if [ -e "$file" ] && grep -q "local$1.conf" "/proc/$(cat "$file")/cmdline" 2>/dev/null; then
    cat "$file"
  fi
}

java_is_new_enough() {
  local version
  version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 25 ] || fail "DCM needs Java 25, but $java is ${version:-missing}: set JAVA_HOME"
}

start_one() {
  if [ -n "$(pid "$1")" ]; then
    echo "node $1 is running already"
    return
  fi
  local options=()
  # a cache of an older jar would be rejected at every start
  [ "$cache" -nt "$jar" ] && options=("-XX:AOTCache=$cache")
  # a session of its own, so that the node survives the terminal
  setsid "$java" -Xmx512m -XX:+UseCompactObjectHeaders --sun-misc-unsafe-memory-access=allow "${options[@]}" \
    -Dconfig.file="$here/local$1.conf" -jar "$jar" node \
    >>"$DCM_DATA/node$1.log" 2>&1 </dev/null &
  echo $! >"$DCM_DATA/node$1.pid"
  echo "starting node $1: http://127.0.0.1:$(port "$1" http)"
}

can_run() {
  java_is_new_enough
  [ -e "$jar" ] || fail "$jar is missing: run mvn -DskipTests package"
}

aot_train() {
  can_run
  "$java" -Xmx512m -XX:+UseCompactObjectHeaders --sun-misc-unsafe-memory-access=allow "-XX:AOTCacheOutput=$cache" \
    -jar "$jar" aot-train
}

start() {
  can_run
  mkdir -p "$DCM_DATA"
  if [ $# -gt 0 ]; then
    node "$1"
    start_one "$1"
    return
  fi
  for n in 1 2 3; do
    start_one "$n"
  done
  echo "local Discord: http://127.0.0.1:$(port 1 sandbox)"
}

tell() {
  node "${2:-}"
  local running
  running=$(pid "$2")
  [ -n "$running" ] || fail "node $2 is not running"
  kill "-$1" "$running"
}

wait_until_ended() {
  # tail exits when the process ends
  local running
  running=$(pid "$1")
  [ -z "$running" ] || tail --pid="$running" -f /dev/null
}

down() {
  for n in 1 2 3; do
    if [ -n "$(pid "$n")" ]; then
      kill -CONT "$(pid "$n")"
      kill -TERM "$(pid "$n")"
    fi
  done
  for n in 1 2 3; do
    wait_until_ended "$n"
  done
  stop_orphaned_servers
}

# after all nodes were killed, the servers are still running
stop_orphaned_servers() {
  stop_server postgres "$DCM_DATA/postgres/cluster/postmaster.pid" INT
  stop_server redis "$DCM_DATA/redis/redis.pid" TERM
}

stop_server() {
  local server
  server=$(head -n 1 "$2" 2>/dev/null) || return 0
  if grep -q "$1" "/proc/$server/cmdline" 2>/dev/null; then
    kill "-$3" "$server"
    tail --pid="$server" -f /dev/null
  fi
}

# prints status and body of a GET on this machine, using only bash; fails without a response
get() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
    timeout 4 cat <&3 | tr -d '\r'
  ) 2>/dev/null
}

status() {
  local n running answer
  for n in 1 2 3; do
    running=$(pid "$n")
    if [ -z "$running" ]; then
      echo "node $n: not running"
      continue
    fi
    answer=$(get "$(port "$n" management)" /health/ready || true)
    case $answer in
      "HTTP/1.1 200"*) echo "node $n: ready (process $running, http://127.0.0.1:$(port "$n" http))" ;;
      HTTP*) echo "node $n: not ready (process $running): $(tail -n 1 <<<"$answer")" ;;
      *) echo "node $n: running, but not responding (process $running)" ;;
    esac
    get "$(port "$n" management)" /cluster/members \
      | grep -oE '"node":"[^"]*"|"status":"[^"]*"' \
      | sed -E 's/"(node|status)":"([^"]*)"/\2/; s,.*@,    sees ,' \
      | paste -d ' ' - - || true
  done
}

case ${1:-} in
  aot-train) aot_train ;;
  start)
    shift
    start "$@"
    ;;
  stop)
    tell TERM "${2:-}"
    wait_until_ended "$2"
    ;;
  kill) tell KILL "${2:-}" ;;
  pause) tell STOP "${2:-}" ;;
  resume) tell CONT "${2:-}" ;;
  status) status ;;
  watch)
    while true; do
      now=$(date +%T && status)
      printf '\033[H\033[2J%s\n' "$now"
      sleep 1
    done
    ;;
  logs)
    node "${2:-}"
    exec tail -n 100 -F "$DCM_DATA/node$2.log"
    ;;
  down) down ;;
  *)
    usage
    exit 2
    ;;
esac
