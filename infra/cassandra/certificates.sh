#!/usr/bin/env bash
# usage: certificates.sh DIR [DAYS]      makes an authority (ca.pem) and what a node on 127.0.0.1 to 127.0.0.3 needs (node.pem); nothing where they exist.
# For tests and tries on one machine: a real deployment brings certificates of its own.
set -euo pipefail
dir=${1:?usage: certificates.sh DIR [DAYS]} days=${2:-30}
[ ! -f "$dir/node.pem" ] || exit 0
command -v openssl >/dev/null || { echo "certificates.sh: openssl is needed" >&2; exit 1; }
mkdir -p "$dir"
umask 077
cd "$dir"
key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }
key ca.key
openssl req -x509 -new -key ca.key -days "$days" -subj "/CN=lakehouse test authority" -out ca.pem
key node.key
openssl req -new -key node.key -subj "/CN=lakehouse test node" -out node.csr
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2,IP:127.0.0.3\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n' > node.ext
openssl x509 -req -in node.csr -CA ca.pem -CAkey ca.key -set_serial 1 -days "$days" -extfile node.ext -out node.crt 2>/dev/null
cat node.key node.crt ca.pem > node.pem
rm -f node.csr node.ext node.crt node.key
