#!/bin/bash
# Ready: the administrator can log in here, so the node serves and the default role is shut out.
set -euo pipefail
umask 077
credentials=$(mktemp)
trap 'rm -f "$credentials"' EXIT
printf '[plain_text_auth]\nusername = %s\npassword = %s\n' "$(cat /secrets/administrator/username)" "$(cat /secrets/administrator/password)" >"$credentials"
cqlsh --cqlshrc=/files/cqlshrc --credentials="$credentials" -e "SELECT key FROM system.local" "$ADDRESS" >/dev/null
