#!/usr/bin/env bash
# Runs every built test project, two at a time; the last line is "N passed, N failed". Called by ./lakehouse test.
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

# Test processes and the commands that they start are short: most of their time goes into compiling methods. Without the profiles of a later compilation, and without pages that are
# written and executed under two addresses, that takes a quarter less.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0

# A project that hangs is a failure, not a run without an end.
limit=1800
run_project() { # name
  local bounded=()
  command -v timeout >/dev/null && bounded=(timeout --kill-after=10 "$limit")
  ${bounded[@]+"${bounded[@]}"} dotnet "$root/artifacts/bin/$1/release/$1.dll" -noLogo -noColor >"$results/$1.log" 2>&1 </dev/null
  echo $? >"$results/$1.code"
  echo "== $1 $(summary_of "$1")"
}

# xunit.v3 ends with: Total: N, Errors: N, Failed: N, Skipped: N, Not Run: N, Time: Ns
summary_of() { grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+.*' "$results/$1.log" | tail -1; }
export -f run_project summary_of
export root results limit

names=$(cd "$root/tests" && ls -d -- *.Tests)

# By their seconds in the last measured run, the longest first, so that no core waits for a late starter; whoever is not named is short. Only Microsoft.Spark comes before its time:
# it leaves the archive of Spark's classes with which the JVMs of the others start.
longest='Lakehouse.Online.Cassandra Microsoft.Spark Lakehouse.Engine.Spark Lakehouse.Conformance Lakehouse.Interop Lakehouse.EndToEnd CassandraCSharpDriver Lakehouse.Cli'
longest="$longest Lakehouse.Delta Lakehouse.Serving Lakehouse.Cassandra.TestHost Lakehouse.Engine.DuckDb Lakehouse.Delta.Acceptance Lakehouse.Pipelines Lakehouse.Author"
longest="$longest Lakehouse.Client Lakehouse.Azure"
tests_of() { printf '%s.Tests\n' "$@"; }
{
  tests_of $longest | grep -Fxf <(echo "$names")
  grep -Fxvf <(tests_of $longest) <<<"$names"
} | xargs -P 2 -I{} bash -c 'run_project {}'

passed=0
failed=0
for name in $names; do
  code=$(cat "$results/$name.code")
  summary=$(summary_of "$name")
  count() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$summary"; }
  if [ -z "$summary" ]; then
    failed=$((failed + 1))
    cat "$results/$name.log"
    if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then echo "$name did not end within $limit s"; else echo "$name crashed with exit code $code"; fi
    continue
  fi
  bad=$(($(count Failed) + $(count Errors)))
  [ "$bad" -eq 0 ] && [ "$code" -ne 0 ] && bad=1
  failed=$((failed + bad))
  passed=$((passed + $(count Total) - $(count Failed) - $(count Skipped) - $(count 'Not Run')))
  if [ "$bad" -eq 0 ]; then grep -E '\[SKIP\]' "$results/$name.log"; else cat "$results/$name.log"; fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
