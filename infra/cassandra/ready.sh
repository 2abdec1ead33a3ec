#!/usr/bin/env bash
# usage: ready.sh IP PORT [SECONDS]      succeeds when the node answers an OPTIONS frame, which needs no login; waits that long (default 0).
# A node that wants TLS closes the connection instead of answering: there only the open port is seen, and it opens when the node serves.
set -uo pipefail
ip=${1:?usage: ready.sh IP PORT [SECONDS]} port=${2:?usage: ready.sh IP PORT [SECONDS]} patience=${3:-0}
ask() {
  exec 3<>"/dev/tcp/$ip/$port" || return 1
  printf '\x04\x00\x00\x00\x05\x00\x00\x00\x00' >&3
  answer=$(timeout 5 head -c 1 <&3 | od -An -tx1 | tr -d ' ')
  exec 3>&-
  [ "$answer" = 84 ] || { [ -z "$answer" ] && [ "${TLS:-}" = 1 ]; }
}
until (ask) 2>/dev/null; do
  [ "$SECONDS" -lt "$patience" ] || exit 1
  sleep 0.2
done
