#!/usr/bin/env bash
# Packs what feature repositories use, from projects that are built: three libraries and the command as a .NET tool. Called by ./lakehouse pack.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=$root/artifacts/packages
configuration=Release
platforms=
usage="usage: ./lakehouse pack [--out folder] [--platforms linux-x64,linux-arm64,osx-arm64,win-x64] (default: artifacts/packages, this machine's platform)"
while [ $# -gt 0 ]; do
  case "$1" in
    --out) out=${2:?$usage}; shift 2 ;;
    --platforms) platforms=${2:?$usage}; shift 2 ;;
    --configuration) configuration=${2:?$usage}; shift 2 ;;
    --help | -h) echo "$usage"; exit ;;
    *) echo "lakehouse pack: '$1' is not known; $usage" >&2; exit 2 ;;
  esac
done

this_platform() {
  local system machine
  case "$(uname -s)" in Linux) system=linux ;; Darwin) system=osx ;; *) system=win ;; esac
  case "$(uname -m)" in aarch64 | arm64) machine=arm64 ;; *) machine=x64 ;; esac
  echo "$system-$machine"
}
platforms=${platforms:-$(this_platform)}

mkdir -p "$out"
out=$(cd "$out" && pwd)
log=$root/artifacts/pack.log
# %3B is MSBuild's semicolon.
(cd "$root" && dotnet msbuild eng/Pack.proj -nologo -v:q "-p:Configuration=$configuration" "-p:PackageOutputPath=$out" "-p:ToolPackageRuntimeIdentifiers=${platforms//,/%3B}" >"$log" 2>&1) || {
  grep -E 'error [A-Z]+[0-9]+' "$log" | sort -u >&2 || cat "$log" >&2
  echo "lakehouse: packing failed; see above, or artifacts/pack.log" >&2
  exit 1
}
ls -1 "$out"/Lakehouse.*.nupkg
