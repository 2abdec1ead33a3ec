#!/usr/bin/env bash
# usage: infra/jars.sh NAME      puts the jars of infra/NAME/pom.xml into .data/jars/NAME-<hash of the pom> and prints that folder.
# They come from MAVEN_MIRROR (a folder with repository/), else from ../shared/maven beside the repository where that exists, else from Maven Central.
# A finished folder is only printed; two calls at once are safe, because one waits for the other.
set -euo pipefail
name=${1:?usage: infra/jars.sh NAME}
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
pom=$root/infra/$name/pom.xml
[ -f "$pom" ] || { echo "jars.sh: there is no $pom" >&2; exit 2; }

# The name tells the content: a changed pom gets another folder, so that a folder never holds jars of two poms.
jars=$root/.data/jars/$name-$(sha256sum "$pom" | cut -c1-12)
finish() { (cd "$jars" && pwd -P); exit 0; }
[ -d "$jars" ] && finish

command -v mvn >/dev/null || { echo "jars.sh: Maven ('mvn') is needed to fetch the jars of $name; install Maven 3.8 or newer and JDK 17" >&2; exit 1; }
mkdir -p "$root/.data/jars"
exec 9>"$root/.data/jars/.$name.lock"
if command -v flock >/dev/null; then flock 9; fi
[ -d "$jars" ] && finish

settings=()
if [ -z "${MAVEN_MIRROR:-}" ] && [ -d "$root/../shared/maven/repository" ]; then MAVEN_MIRROR=$(cd "$root/../shared/maven" && pwd -P); fi
if [ -n "${MAVEN_MIRROR:-}" ]; then export MAVEN_MIRROR; settings=(-s "$root/infra/maven-mirror.xml"); fi

echo "jars.sh: fetching the jars of infra/$name/pom.xml" >&2
fresh=$(mktemp -d "$root/.data/jars/.$name.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
# -U: a jar that was missing once is asked for again.
mvn -q -B -U ${settings[@]+"${settings[@]}"} -f "$pom" dependency:copy-dependencies -DoutputDirectory="$fresh" -DincludeScope=runtime >&2 || {
  echo "jars.sh: Maven could not fetch the jars of $name; see above" >&2
  exit 1
}
chmod 755 "$fresh"
mv -T "$fresh" "$jars" 2>/dev/null || [ -d "$jars" ]
finish
