#!/usr/bin/env bash
# The load table of serving: near cache and SQLite beside a bare Kestrel handler that writes as many bytes. About four minutes.
# usage: eng/load/serving.sh [keys] [seconds of each burst]. Needs h2load; installs Debian's nghttp2-client where it is missing and that is allowed.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
if ! command -v h2load >/dev/null; then
  echo "serving.sh: installing nghttp2-client, for h2load" >&2
  { apt-get install -y -qq nghttp2-client || { apt-get update -qq && apt-get install -y -qq nghttp2-client; }; } >&2
fi
if [ $# -eq 0 ]; then exec "$root/lakehouse" bench serving; fi
exec "$root/lakehouse" bench serving "$1" "${2:-2}"
