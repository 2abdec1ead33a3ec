#!/bin/bash
# Starts the node of a container of the stock image cassandra:5.0.8: renders its configuration, then becomes Cassandra.
# Needed: CLUSTER, ADDRESS, SEEDS, DATACENTER, RACK; /secrets/tls with tls.key, tls.crt and ca.crt; data in /var/lib/cassandra.
set -euo pipefail
: "${CLUSTER:?}" "${ADDRESS:?}" "${SEEDS:?}" "${DATACENTER:?}" "${RACK:?}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
conf=/run/cassandra
mkdir -p "$conf/tls"
cp -r /etc/cassandra/. "$conf/"
umask 077
# Cassandra reads key and certificates from one file. The key must be PKCS#8: "BEGIN PRIVATE KEY".
cat /secrets/tls/tls.key /secrets/tls/tls.crt /secrets/tls/ca.crt >"$conf/tls/node.pem"
cp /secrets/tls/ca.crt "$conf/tls/ca.pem"
sed -e "s|@CLUSTER@|$CLUSTER|" -e "s|@ADDRESS@|$ADDRESS|" -e "s|@SEEDS@|$SEEDS|" -e "s|@DATA@|/var/lib/cassandra|" -e "s|@TLS@|$conf/tls|" "$here/cassandra.yaml.template" >"$conf/cassandra.yaml"
printf 'dc=%s\nrack=%s\n' "$DATACENTER" "$RACK" >"$conf/cassandra-rackdc.properties"
export CASSANDRA_CONF=$conf
exec cassandra -f -R
