#!/bin/sh
# python.sh <script> [argument]...: runs a script with Debian's grpcio, which is installed where it is missing; 77 = cannot be had here.
set -eu
python=/usr/bin/python3
has() { [ -x $python ] && $python -c 'import grpc, google.protobuf' 2>/dev/null; }
if ! has; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 77
  install() { apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends python3-grpcio python3-protobuf; }
  { install || { apt-get -o DPkg::Lock::Timeout=300 update && install; }; } >&2 || exit 77
  has || exit 77
fi
exec $python "$@"
