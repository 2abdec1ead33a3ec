#!/usr/bin/env bash
# usage: node.sh DIR --ip IP --port N --storage-port N --seeds IP:N,... [--cluster NAME] [--token N] [--broadcast IP]
#                [--heap 192m] [--commitlog periodic|batch] [--auth] [--tls CERTIFICATES] [--java-option OPTION]...
# Becomes the JVM of one Cassandra node whose configuration and data lie in DIR; the log is its output. The same line again restarts the node.
# It serves when an OPTIONS frame is answered (ready.sh). SIGTERM flushes and ends it.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
dir=${1:?usage: node.sh DIR --ip IP --port N --storage-port N --seeds IP:N,...}
shift
cluster=lakehouse token=-9223372036854775808 heap=192m commitlog=periodic auth='' tls='' broadcast='' options=()
while [ $# -gt 0 ]; do
  case $1 in
    --ip) ip=$2; shift ;;
    --port) port=$2; shift ;;
    --storage-port) storage=$2; shift ;;
    --seeds) seeds=$2; shift ;;
    --cluster) cluster=$2; shift ;;
    --token) token=$2; shift ;;
    --broadcast) broadcast=$2; shift ;;
    --heap) heap=$2; shift ;;
    --commitlog) commitlog=$2; shift ;;
    --auth) auth=yes ;;
    --tls) tls=$2; shift ;;
    --java-option) options+=("$2"); shift ;;
    *) echo "node.sh: unknown option $1" >&2; exit 2 ;;
  esac
  shift
done
: "${ip:?node.sh: --ip is missing}" "${port:?node.sh: --port is missing}" "${storage:?node.sh: --storage-port is missing}" "${seeds:?node.sh: --seeds is missing}"
jars=$("$here/../jars.sh" cassandra)

mkdir -p "$dir/conf" "$dir/data"
dir=$(cd "$dir" && pwd)
sed -e "s|@CLUSTER@|$cluster|" -e "s|@TOKEN@|$token|" -e "s|@IP@|$ip|" -e "s|@BROADCAST@|${broadcast:-$ip}|" -e "s|@PORT@|$port|" \
  -e "s|@STORAGE_PORT@|$storage|" -e "s|@SEEDS@|$seeds|" "$here/cassandra.yaml.template" > "$dir/conf/cassandra.yaml"
{
  echo "commitlog_sync: $commitlog"
  [ "$commitlog" != periodic ] || echo "commitlog_sync_period: 10000ms"
  [ -z "$auth" ] || cat "$here/auth.yaml.template"
  [ -z "$tls" ] || sed -e "s|@TLS@|$tls|" "$here/tls.yaml.template"
} >> "$dir/conf/cassandra.yaml"
echo $$ > "$dir/pid"

java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
export MALLOC_ARENA_MAX=2
exec "$java" @"$here/jvm.options" -Xms"$heap" -Xmx"$heap" ${options[@]+"${options[@]}"} -Dcassandra.storagedir="$dir/data" -Dcassandra.config="file://$dir/conf/cassandra.yaml" \
  -Dlogback.configurationFile="$here/logback.xml" -cp "$jars/*" org.apache.cassandra.service.CassandraDaemon 2>&1
