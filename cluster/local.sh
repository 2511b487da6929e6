#!/usr/bin/env bash
# Three nodes on this machine that share one embedded PostgreSQL, Redis and local Discord.
# Whoever starts first starts the embedded servers, the others adopt them, and the last one that is
# stopped stops them: they outlive any node that is killed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
jar=${JAR:-$here/../target/dcm.jar}
cache=${jar%.jar}.aot
export DCM_DATA=${DCM_DATA:-$here/../data/local}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

usage() {
  cat <<'EOF'
usage: cluster/local.sh COMMAND
  aot-train   makes the AOT cache by a training run: nodes start faster from then on
  start [N]   starts node N, or all three that do not run
  stop N      tells node N to stop (SIGTERM) and waits until it has
  kill N      ends node N as the kernel would (SIGKILL)
  pause N     stops node N in the middle of whatever it does (SIGSTOP); resume N lets it go on
  status      who runs, who is ready, and whom each sees
  watch       status, again and again
  logs N      what node N says, as it says it
  down        stops all nodes, and with the last one PostgreSQL and Redis
The jar is target/dcm.jar (mvn -DskipTests package), or JAR; data and logs are in data/local, or
DCM_DATA. Java 25 is the one of JAVA_HOME, or the first in PATH.
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

# the value of a port in a node's configuration
port() {
  sed -n "s/.*$2[^0-9]*port = \([0-9]*\).*/\1/p" "$here/local$1.conf" | head -n 1
}

pid() {
  local kept="$DCM_DATA/node$1.pid"
  # numbers of processes are given again: it must be ours
  if [ -e "$kept" ] && grep -q "local$1.conf" "/proc/$(cat "$kept")/cmdline" 2>/dev/null; then
    cat "$kept"
  fi
}

java_is_new_enough() {
  local version
  version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 25 ] || fail "DCM needs Java 25, but $java is ${version:-not there}: set JAVA_HOME"
}

start_one() {
  if [ -n "$(pid "$1")" ]; then
    echo "node $1 runs already"
    return
  fi
  local learnt=()
  # of an older jar it would be refused at every start
  [ "$cache" -nt "$jar" ] && learnt=("-XX:AOTCache=$cache")
  # its own session: what ends this terminal does not end the node
  setsid "$java" -Xmx512m --sun-misc-unsafe-memory-access=allow "${learnt[@]}" \
    -Dconfig.file="$here/local$1.conf" -jar "$jar" node \
    >>"$DCM_DATA/node$1.log" 2>&1 </dev/null &
  echo $! >"$DCM_DATA/node$1.pid"
  echo "node $1 starts: http://127.0.0.1:$(port "$1" http)"
}

can_run() {
  java_is_new_enough
  [ -e "$jar" ] || fail "there is no $jar: mvn -DskipTests package makes it"
}

aot_train() {
  can_run
  "$java" -Xmx512m --sun-misc-unsafe-memory-access=allow "-XX:AOTCacheOutput=$cache" \
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
  echo "the local Discord: http://127.0.0.1:$(port 1 sandbox)"
}

tell() {
  node "${2:-}"
  local running
  running=$(pid "$2")
  [ -n "$running" ] || fail "node $2 does not run"
  kill "-$1" "$running"
}

wait_until_ended() {
  # tail ends with the process, however that ends
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
  stop_what_nobody_stopped
}

# where every node was killed, nobody was the last to stop
stop_what_nobody_stopped() {
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

# status and body of a GET on this machine, with nothing but bash; fails when nobody answers
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
      echo "node $n: away"
      continue
    fi
    answer=$(get "$(port "$n" management)" /health/ready || true)
    case $answer in
      "HTTP/1.1 200"*) echo "node $n: ready (process $running, http://127.0.0.1:$(port "$n" http))" ;;
      HTTP*) echo "node $n: not ready (process $running): $(tail -n 1 <<<"$answer")" ;;
      *) echo "node $n: runs, but does not answer (process $running)" ;;
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
