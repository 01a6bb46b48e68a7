#!/usr/bin/env bash
# Measures the service beside a bare Kestrel server and peers from npm, and writes bench/RESULTS.md.
#   bench/run.sh [--sizes 1000,100000,550000] [--seconds 10] [--rounds 3] [--out FILE] [--smoke]
# Needs the .NET 10 SDK, Node.js 20 with npm and a C++ compiler (better-sqlite3 is built), wrk and taskset. With two
# cores or more the measured server has one of them to itself. --smoke runs everything but the peers for a moment and
# writes to a temporary file: it shows that the scripts work, its numbers mean nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in dotnet node npm wrk taskset; do
  command -v "$tool" >/dev/null || { echo "bench/run.sh needs $tool." >&2; exit 2; }
done

export BENCH_WORK
BENCH_WORK=$(mktemp -d)
trap 'rm -rf "$BENCH_WORK"' EXIT
for project in src/MpnstApi:service tests/MpnstApi.Benchmarks:tools; do
  dotnet restore "${project%:*}" --locked-mode --verbosity quiet
  dotnet publish "${project%:*}" --no-restore --configuration Release --output "$BENCH_WORK/${project#*:}" --verbosity quiet --nologo
done
cp -r bench/peers "$BENCH_WORK/peers"
if [[ " $* " != *" --smoke "* ]]; then
  [ -d /usr/include/node ] && export npm_config_nodedir=/usr
  npm ci --prefix "$BENCH_WORK/peers" --no-audit --no-fund
fi
node bench/measure.mjs "$@"
