#!/bin/bash
# Replaces the role that every new cluster has by an administrator and an application, whose names and passwords are files:
# /secrets/administrator/{username,password} and /secrets/application/{username,password}. May be repeated; HOST is a node, DATACENTER its data center.
set -euo pipefail
: "${HOST:?}" "${DATACENTER:?}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
value() { # secret, name
  local text
  text=$(cat "/secrets/$1/$2")
  [[ $text =~ ^[A-Za-z0-9_-]+$ ]] || { echo "roles.sh: $1/$2 may only hold letters, digits, _ and -" >&2; exit 2; }
  echo "$text"
}
administrator=$(value administrator username) administrator_password=$(value administrator password)
application=$(value application username) application_password=$(value application password)
# Names and passwords go by files: a command line is seen by everyone on the machine.
run() { # user, password; statements on standard input
  printf '[plain_text_auth]\nusername = %s\npassword = %s\n' "$1" "$2" >"$work/credentials"
  cat >"$work/statements.cql"
  cqlsh --cqlshrc="$here/cqlshrc" --credentials="$work/credentials" -f "$work/statements.cql" "$HOST"
}

if ! run "$administrator" "$administrator_password" <<<"SELECT key FROM system.local;" >/dev/null 2>&1; then
  until run cassandra cassandra <<<"SELECT key FROM system.local;" >/dev/null 2>&1; do sleep 5; done
  run cassandra cassandra <<CQL
ALTER KEYSPACE system_auth WITH replication = {'class': 'NetworkTopologyStrategy', '$DATACENTER': 3};
CREATE ROLE IF NOT EXISTS $administrator WITH PASSWORD = '$administrator_password' AND LOGIN = true AND SUPERUSER = true;
CQL
fi
run "$administrator" "$administrator_password" <<CQL
ALTER ROLE cassandra WITH LOGIN = false AND SUPERUSER = false;
CREATE ROLE IF NOT EXISTS $application WITH LOGIN = true;
ALTER ROLE $application WITH PASSWORD = '$application_password';
CREATE KEYSPACE IF NOT EXISTS lakehouse WITH replication = {'class': 'NetworkTopologyStrategy', '$DATACENTER': 3};
GRANT ALL PERMISSIONS ON KEYSPACE lakehouse TO $application;
CQL
echo "roles.sh: roles are set and the default role is shut out"
