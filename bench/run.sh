#!/usr/bin/env bash
# Measures the service, a bare Kestrel server and peers from npm, and writes bench/RESULTS.md.
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
# The service as the container has it.
publish=(--configuration Release --verbosity quiet --nologo -p:RunAnalyzers=false)
dotnet restore src/MpnstApi --locked-mode --verbosity quiet -p:PublishReadyToRun=true
dotnet publish src/MpnstApi --no-restore "${publish[@]}" --use-current-runtime --self-contained false -p:PublishReadyToRun=true --output "$BENCH_WORK/service"
dotnet restore tests/MpnstApi.Benchmarks --locked-mode --verbosity quiet
dotnet publish tests/MpnstApi.Benchmarks --no-restore "${publish[@]}" --output "$BENCH_WORK/tools"
cp -r bench/peers "$BENCH_WORK/peers"
if [[ " $* " != *" --smoke "* ]]; then
  [ -d /usr/include/node ] && export npm_config_nodedir=/usr
  npm ci --prefix "$BENCH_WORK/peers" --no-audit --no-fund
fi
node bench/measure.mjs "$@"
