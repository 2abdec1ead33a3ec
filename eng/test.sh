#!/usr/bin/env bash
# Runs every built test project; the last line is "N passed, N failed". Called by ./lakehouse test.
set -uo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
results=$root/artifacts/test-results
fast=
for argument in "$@"; do
  case "$argument" in
    --fast) fast=yes ;;
    *) echo "lakehouse test: '$argument' is not known; usage: ./lakehouse test [--fast]" >&2; exit 2 ;;
  esac
done
[ -n "$fast" ] && export LAKEHOUSE_TEST_FAST=1
rm -rf "$results"
mkdir -p "$results"

passed=0
failed=0
# A project that hangs is a failure, not a run without an end.
limit=()
command -v timeout >/dev/null && limit=(timeout --kill-after=10 300)
for project in "$root"/tests/*.Tests; do
  name=$(basename "$project")
  log=$results/$name.log
  echo "== $name"
  ${limit[@]+"${limit[@]}"} dotnet "$root/artifacts/bin/$name/release/$name.dll" -noLogo -noColor >"$log" 2>&1 </dev/null
  code=$?
  # xunit.v3 ends with: Total: N, Errors: N, Failed: N, Skipped: N, Not Run: N, Time: Ns
  summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' "$log" | tail -1)
  count() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$summary"; }
  if [ -z "$summary" ]; then
    failed=$((failed + 1))
    cat "$log"
    if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then echo "$name did not end within 300 s"; else echo "$name crashed with exit code $code"; fi
    continue
  fi
  bad=$(($(count Failed) + $(count Errors)))
  [ "$bad" -eq 0 ] && [ "$code" -ne 0 ] && bad=1
  failed=$((failed + bad))
  passed=$((passed + $(count Total) - $(count Failed) - $(count Skipped) - $(count 'Not Run')))
  if [ "$bad" -eq 0 ]; then grep -E '\[SKIP\]' "$log"; echo "${summary#"${summary%%[![:space:]]*}"}"; else cat "$log"; fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
