#!/usr/bin/env bash
# usage: cluster.sh up DIR [--nodes 1|3] [--port N] [--heap 512m] [--auth] [--tls]     starts a cluster on 127.0.0.1 (to 127.0.0.3), or what of it does not run
#        cluster.sh down DIR                                                            flushes and stops its nodes; their data stay
#        cluster.sh status DIR                                                          a line a node: number, pid, state, address, log; separated by tabs
#        cluster.sh shape DIR                                                           what 'up' was told, as name=value lines
# DIR holds data, logs and pids. Clients find the nodes at one port, 9042 unless it is taken; the nodes talk to each other at the next one.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
tokens=(-9223372036854775808 -3074457345618258603 3074457345618258602) # thirds of the ring
patience=180
fail() { echo "cluster.sh: $1" >&2; exit "${2:-1}"; }
[ $# -ge 2 ] || { sed -n '2,5s/^# //p' "$0" >&2; exit 2; }
verb=$1 dir=$2
shift 2

# A pid alone may be another process by now: the node's command line names its directory.
pid_of() { # node
  local pid
  pid=$(cat "$dir/$1/pid" 2>/dev/null) || return 1
  case "$(ps -ww -o command= -p "$pid" 2>/dev/null || tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline")" in *"$dir/$1"*) echo "$pid" ;; *) return 1 ;; esac
}
taken() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }
ready() { TLS=${tls:+1} "$here/ready.sh" "127.0.0.$1" "$port" "$2"; }

read_shape() { # sets nodes, port, heap, auth, tls from the last 'up'
  [ -f "$dir/shape" ] || return 1
  while IFS='=' read -r name value; do printf -v "$name" %s "$value"; done <"$dir/shape"
}

up() {
  local asked=() value
  while [ $# -gt 0 ]; do
    case $1 in
      --nodes | --port | --heap) value=${2:?cluster.sh: $1 needs a value}; asked+=("${1#--}=$value"); shift ;;
      --auth | --tls) asked+=("${1#--}=yes") ;;
      *) fail "unknown option $1" 2 ;;
    esac
    shift
  done
  nodes=1 port='' heap=512m auth='' tls=''
  if read_shape; then
    for value in ${asked[@]+"${asked[@]}"}; do
      name=${value%%=*}
      [ "$name" = heap ] || [ "${!name}" = "${value#*=}" ] || fail "$dir holds a cluster of another shape ($(paste -sd' ' "$dir/shape")); leave --$name out, or remove the directory for a new cluster" 2
    done
  fi
  for value in ${asked[@]+"${asked[@]}"}; do printf -v "${value%%=*}" %s "${value#*=}"; done
  [ "$nodes" = 1 ] || [ "$nodes" = 3 ] || fail "--nodes: $nodes is neither 1 nor 3" 2
  if [ -z "$port" ]; then
    for port in 9042 9142 9242 9342 9442 ''; do
      for n in $(seq "$nodes"); do if taken "127.0.0.$n" "${port:-0}" || taken "127.0.0.$n" "$((${port:-0} + 1))"; then continue 2; fi; done
      break
    done
    [ -n "$port" ] || fail "the ports from 9042 to 9442 are taken; give one with --port"
  fi
  mkdir -p "$dir"
  printf '%s\n' "nodes=$nodes" "port=$port" "heap=$heap" "auth=$auth" "tls=$tls" >"$dir/shape"
  [ -z "$tls" ] || "$here/certificates.sh" "$dir/certificates" 365
  "$here/../jars.sh" cassandra >/dev/null

  local seeds='' n options=()
  for n in $(seq "$nodes"); do seeds="$seeds${seeds:+,}127.0.0.$n:$((port + 1))"; done
  [ -z "$auth" ] || options+=(--auth)
  [ -z "$tls" ] || options+=(--tls "$dir/certificates")
  for n in $(seq "$nodes"); do
    pid_of "$n" >/dev/null && continue
    ! taken "127.0.0.$n" "$port" || fail "127.0.0.$n:$port is taken by another process"
    mkdir -p "$dir/$n"
    # Ignored signals stay ignored: neither Ctrl-C nor the end of the terminal ends the node.
    (
      trap '' HUP INT
      exec "$here/node.sh" "$dir/$n" --ip "127.0.0.$n" --port "$port" --storage-port "$((port + 1))" --seeds "$seeds" --token "${tokens[$((n - 1))]}" \
        --heap "$heap" ${options[@]+"${options[@]}"} </dev/null >"$dir/$n/log" 2>&1 9>&-
    ) &
  done
  for n in $(seq "$nodes"); do
    until ready "$n" 1; do
      [ "$SECONDS" -lt "$patience" ] || fail "node $n does not serve after $patience s; see $dir/$n/log"
      [ "$SECONDS" -lt 5 ] || pid_of "$n" >/dev/null || { tail -n 8 "$dir/$n/log" >&2; fail "node $n ended while it started; see $dir/$n/log"; }
    done
  done
}

down() {
  local n pid pids=''
  for n in 1 2 3; do pid=$(pid_of "$n") && kill -TERM "$pid" && pids="$pids $n:$pid"; done
  for n in $pids; do
    for _ in $(seq 300); do pid_of "${n%%:*}" >/dev/null || break; sleep 0.1; done
    pid_of "${n%%:*}" >/dev/null && kill -KILL "${n#*:}"
    rm -f "$dir/${n%%:*}/pid"
    echo "node ${n%%:*} (process ${n#*:})"
  done
}

status() {
  local n pid state
  read_shape || return 0
  for n in $(seq "$nodes"); do
    state=gone
    if pid=$(pid_of "$n"); then if ready "$n" 0; then state=serves; else state=starts; fi; fi
    printf '%s\t%s\t%s\t%s\t%s\n' "$n" "${pid:-0}" "$state" "127.0.0.$n:$port" "$dir/$n/log"
  done
}

case $verb in
  up) mkdir -p "$dir"; dir=$(cd "$dir" && pwd); up "$@" ;;
  down | status) [ ! -d "$dir" ] || { dir=$(cd "$dir" && pwd); "$verb"; } ;;
  shape) [ ! -f "$dir/shape" ] || cat "$dir/shape" ;;
  *) fail "unknown verb $verb; one of up, down, status, shape" 2 ;;
esac
