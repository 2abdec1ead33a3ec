#!/usr/bin/env bash
# Writes the descriptors that the package makes its messages from. Any protoc does: Debian's protobuf-compiler, or that of NuGet's Grpc.Tools.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
exec "${PROTOC:-protoc}" --include_imports --descriptor_set_out="${1:-$here/lakehouse_client/features.binpb}" \
  -I "$here/../../src/Lakehouse.Client/Protos" -I "$here/protos" lakehouse/serving/v1/features.proto lakehouse/client/status.proto
