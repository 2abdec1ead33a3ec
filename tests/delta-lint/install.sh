#!/usr/bin/env bash
# Installs the npm package that the linter reads Parquet with, once; two calls at once are safe.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
stamp=node_modules/.installed
done_already() { [ -f "$stamp" ] && [ "$stamp" -nt package.json ]; }
done_already && exit 0
command -v npm >/dev/null || { echo "delta-lint: npm is needed; install Node.js from https://nodejs.org" >&2; exit 1; }
exec 9>.install.lock
if command -v flock >/dev/null; then flock 9; fi
done_already && exit 0
npm ci --no-audit --no-fund --silent >&2
touch "$stamp"
