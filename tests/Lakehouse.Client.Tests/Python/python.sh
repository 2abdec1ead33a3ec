#!/usr/bin/env bash
# Runs Python with the client package; installs what Debian has of its needs where that is missing and allowed. Exit code 77: it cannot be had.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
python=/usr/bin/python3
needs='import grpc, google.protobuf, pandas'
if ! "$python" -c "$needs" 2>/dev/null; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 77
  install() { apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends python3-grpcio python3-protobuf python3-pandas; }
  { install || { apt-get -o DPkg::Lock::Timeout=300 update && install; }; } >&2 || exit 77
  "$python" -c "$needs" || exit 77
fi
export PYTHONPATH="$root/clients/python${PYTHONPATH:+:$PYTHONPATH}" PYTHONDONTWRITEBYTECODE=1
exec "$python" "$@"
