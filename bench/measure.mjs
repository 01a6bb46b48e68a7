// Called by run.sh. For each size: makes studies, imports them, starts the service, and measures it and the ceiling
// and the peers, in turns; then writes the tables of RESULTS.md. A request that fails ends the run.
import { execFileSync, spawn } from "node:child_process";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const option = (name, fallback) => {
  const place = process.argv.indexOf(`--${name}`);
  return place < 0 ? fallback : process.argv[place + 1];
};
const smoke = process.argv.includes("--smoke");
const sizes = option("sizes", smoke ? "200" : "1000,100000,550000").split(",").map(Number);
const seconds = Number(option("seconds", smoke ? 1 : 10));
const rounds = Number(option("rounds", smoke ? 1 : 3));
const out = option("out", smoke ? join(tmpdir(), "mpnst-bench.md") : "bench/RESULTS.md");
const work = process.env.BENCH_WORK;
const withPeers = existsSync(join(work, "peers", "node_modules"));

const [loadCore, serverCore] = cpus().length > 1 ? ["0", "1"] : ["0", "0"];
const pinned = (core, command, args) => ["taskset", ["-c", core, command, ...args]];

// CPU seconds, and resident memory in MB now and at its highest, of a process.
const cpuOf = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
const memoryOf = (pid) => {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const read = (name) => Math.round(Number(status.match(`${name}:\\s+(\\d+)`)[1]) / 1024);
  return { now: read("VmRSS"), peak: read("VmHWM") };
};

const started = [];
process.on("exit", () => started.forEach((child) => child.kill("SIGKILL")));

function start(command, args, environment = {}) {
  const [program, all] = pinned(serverCore, command, args);
  const child = spawn(program, all, { env: { ...process.env, ...environment }, stdio: ["ignore", "ignore", "inherit"] });
  started.push(child);
  return child;
}

async function ready(child, address) {
  const begin = performance.now();
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${address}: the server ended with ${child.exitCode}.`);
    const response = await fetch(address).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok) return (performance.now() - begin) / 1000;
    await sleep(50);
  }
}

// One run of wrk: requests a second, latencies in milliseconds, CPU of the server for each request in microseconds.
async function wrk(server, target) {
  // A peer may take longer than the two seconds that wrk waits.
  const args = ["-t1", "-c32", `-d${seconds}s`, "--timeout", "30s", "--latency"];
  const environment = { ...process.env };
  for (const [name, value] of Object.entries(target.headers ?? {})) args.push("-H", `${name}: ${value}`);
  if (target.lines) {
    environment.PATHS = join(work, "lines.txt");
    writeFileSync(environment.PATHS, target.lines().join("\n"));
  }
  if (target.body) {
    environment.BODY = join(work, "body.json");
    writeFileSync(environment.BODY, target.body);
  }
  if (target.body || target.lines) args.push("-s", `bench/${target.body ? "graphql" : "paths"}.lua`);
  args.push(server.address + (target.path ?? "/"));
  const before = cpuOf(server.pid);
  const [program, all] = pinned(loadCore, "wrk", args);
  const text = await new Promise((resolve, reject) => {
    const child = spawn(program, all, { env: environment });
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    child.on("close", (code) => (code === 0 ? resolve(output) : reject(new Error(output))));
  });
  const used = cpuOf(server.pid) - before;
  if (/Non-2xx or 3xx responses|Socket errors/.test(text)) throw new Error(`${target.path ?? ""}\n${text}`);
  const milliseconds = (percent) => {
    const [, value, unit] = text.match(`${percent}%\\s+([\\d.]+)(us|ms|s)`);
    return Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit];
  };
  const requests = Number(text.match(/(\d+) requests in/)[1]);
  return {
    rate: Number(text.match(/Requests\/sec:\s+([\d.]+)/)[1]),
    p50: milliseconds(50),
    p99: milliseconds(99),
    cpu: (used * 1e6) / requests,
  };
}

// The runtime compiles hot code again in the background, on the core that serves, and takes tens of seconds for what every
// request goes through. Measured is what comes after: 45 seconds of the first request, then runs until two are alike.
async function warm(server, target) {
  const least = server.isWarm ? 0 : 45_000;
  const begin = performance.now();
  let last = 0;
  for (let run = 0; run < 10 || performance.now() - begin < least; run++) {
    const { rate } = await wrk(server, target);
    if (Math.abs(rate - last) < 0.05 * rate && performance.now() - begin >= least) break;
    last = rate;
  }
  server.isWarm = true;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const middle = (runs) =>
  Object.fromEntries(["rate", "p50", "p99", "cpu"].map((name) => [name, median(runs.map((run) => run[name]))]));

// Filters that nobody sent before: pairs of days, from another one in each round.
let used = 0;
function* days(count) {
  for (let i = 0; i < count; i++, used++) {
    const from = new Date(Date.UTC(1995, 0, 1 + (used % 3000))).toISOString().slice(0, 10);
    const to = new Date(Date.UTC(2010, 0, 1 + Math.floor(used / 3000))).toISOString().slice(0, 10);
    yield { from, to };
  }
}
const fresh = (make) => () => [...days(seconds * 8000)].map(make);

const nested = (variables) =>
  JSON.stringify({
    query: `query($where: TrialFilter) { trials(first: 50, where: $where) { totalCount nodes {
      id title phase status startDate sponsor { name class } drugs { id name } } } }`,
    variables,
  });
const nestedOfPeer = (variables) =>
  JSON.stringify({
    query: `query($startFrom: String) { trials(first: 50, startFrom: $startFrom) { totalCount nodes {
      id title phase status startDate sponsor { name class } drugs { id name } } } }`,
    variables,
  });

async function compare(service, size) {
  const folder = join(work, "bodies");
  mkdirSync(folder, { recursive: true });
  const save = async (name, path, init) => {
    const response = await fetch(service.address + path, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    const body = Buffer.from(await response.arrayBuffer());
    writeFileSync(join(folder, name), body);
    return { bytes: body.length, etag: response.headers.get("etag") };
  };
  const identity = { headers: { "Accept-Encoding": "identity" } };
  const json = { "Content-Type": "application/json", Accept: "application/graphql-response+json" };
  const where = { scope: ["ALL"] };
  const landscape = await save("landscape", "/api/v1/landscape?scope=ALL", identity);
  const slice = await save("slice", "/api/v1/landscape?scope=ALL&startFrom=2001-02-03&startTo=2015-06-07", identity);
  const list = await save("list", "/api/v1/trials?scope=ALL&limit=50", identity);
  const trial = await save("trial", "/api/v1/trials/NCT10000007", identity);
  const graph = await save("graph", "/graphql", { method: "POST", headers: json, body: nested({ where }) });
  const id = () => `NCT${10_000_000 + Math.floor(Math.random() * size)}`;

  const rows = [
    { name: "landscape, same again", bytes: landscape.bytes, ceiling: "landscape", goal: "85 % of the ceiling",
      target: { path: "/api/v1/landscape?scope=ALL" }, rest: { path: "/landscape" } },
    { name: "landscape, new filter each time", bytes: slice.bytes, ceiling: "slice", goal: "50 % of the ceiling",
      target: { lines: fresh((d) => `/api/v1/landscape?scope=ALL&startFrom=${d.from}&startTo=${d.to}`) },
      rest: { lines: fresh((d) => `/landscape?startFrom=${d.from}&startTo=${d.to}`) } },
    { name: "50 trials, same again", bytes: list.bytes, ceiling: "list", goal: "85 % of the ceiling",
      target: { path: "/api/v1/trials?scope=ALL&limit=50" }, rest: { path: "/trials?limit=50" } },
    { name: "50 trials, new filter each time", bytes: list.bytes, ceiling: "list", goal: "60 % of the ceiling",
      target: { lines: fresh((d) => `/api/v1/trials?scope=ALL&limit=50&startFrom=${d.from}&startTo=${d.to}`) },
      rest: { lines: fresh((d) => `/trials?limit=50&startFrom=${d.from}&startTo=${d.to}`) } },
    { name: "one trial of all", bytes: trial.bytes, ceiling: "trial", goal: "85 % of the ceiling",
      target: { lines: () => Array.from({ length: 20_000 }, () => `/api/v1/trials/${id()}`) },
      rest: { lines: () => Array.from({ length: 20_000 }, () => `/trials/${id()}`) } },
    { name: "304", bytes: 0, ceiling: "landscape", goal: "90 % of a bare 304", isConditional: true,
      target: { path: "/api/v1/landscape?scope=ALL", headers: { "If-None-Match": landscape.etag } } },
    { name: "GraphQL, 50 nodes nested, new variables", bytes: graph.bytes, ceiling: "graph",
      goal: "5,000/s where Mercurius does 1,158",
      target: { body: nested("VARIABLES"),
        lines: fresh((d) => JSON.stringify({ where: { ...where, startFrom: d.from, startTo: d.to } })) },
      graphql: { body: nestedOfPeer("VARIABLES"), lines: fresh((d) => JSON.stringify({ startFrom: d.from })) } },
    { name: "GraphQL, same document and variables again", bytes: graph.bytes, ceiling: "graph",
      goal: "65 % of the ceiling", target: { body: nested({ where }) }, graphql: { body: nestedOfPeer({}) } },
  ];

  const ceiling = await serve(join(work, "tools", "MpnstApi.Benchmarks"), ["ceiling", "http://127.0.0.1:5091", folder],
    "http://127.0.0.1:5091", "/landscape");
  const peers = withPeers && size === sizes[0];
  const rest = peers && await serve("node", [join(work, "peers/rest.mjs"), "5092", studiesOf(size)],
    "http://127.0.0.1:5092", "/landscape");
  const graphql = peers && await serve("node", [join(work, "peers/graphql.mjs"), "5093", studiesOf(size)],
    "http://127.0.0.1:5093", "/graphql?query={__typename}");

  const results = [];
  for (const row of rows) {
    const runs = { service: [], ceiling: [], peer: [] };
    if (!smoke) await warm(service, row.target);
    for (let round = 0; round < rounds; round++) {
      runs.service.push(await wrk(service, row.target));
      const headers = row.isConditional ? { "If-None-Match": "\"same\"" } : {};
      runs.ceiling.push(await wrk(ceiling, { path: `/${row.ceiling}`, headers }));
      if (rest && row.rest) runs.peer.push(await wrk(rest, row.rest));
      if (graphql && row.graphql) runs.peer.push(await wrk(graphql, row.graphql));
    }
    const result = { ...row, service: middle(runs.service), ceiling: middle(runs.ceiling) };
    if (runs.peer.length) result.peer = middle(runs.peer);
    results.push(result);
    console.log(`${size} · ${row.name}: ${Math.round(result.service.rate)}/s, ceiling ${Math.round(result.ceiling.rate)}/s`);
  }
  for (const one of [ceiling, rest, graphql]) one && (await stop(one));
  return results;
}

const studiesOf = (size) => join(work, `studies-${size}.ndjson`);

async function serve(command, args, address, path, environment) {
  const child = start(command, args, environment);
  const seconds = await ready(child, address + path);
  return { child, pid: child.pid, address, seconds };
}

async function stop(server) {
  const ended = new Promise((resolve) => server.child.once("exit", resolve));
  server.child.kill("SIGTERM");
  await ended;
}

async function grow(size) {
  execFileSync(join(work, "tools", "MpnstApi.Benchmarks"),
    ["studies", String(size), "src/MpnstApi/Data/mpnst-trials.ndjson", studiesOf(size)]);
  const database = join(work, `trials-${size}.db`);
  const environment = {
    ConnectionStrings__Mpnst: `Data Source=${database}`,
    RateLimiting__Enabled: "false",
  };
  const program = join(work, "service", "MpnstApi");

  const importing = start(program, ["import", studiesOf(size), "--all"], environment);
  const begin = performance.now();
  let importPeak = 0;
  const ended = new Promise((resolve) => importing.once("exit", resolve));
  const watch = setInterval(() => {
    try { importPeak = memoryOf(importing.pid).peak; } catch { /* It has ended. */ }
  }, 200);
  const code = await ended;
  clearInterval(watch);
  if (code !== 0) throw new Error(`The import of ${size} studies ended with ${code}.`);
  const importSeconds = (performance.now() - begin) / 1000;

  const address = "http://127.0.0.1:5090";
  const serving = () => serve(program, ["--urls", address], address, "/health/ready", environment);
  // The first start adds the bundled snapshot as a second release and replaces the first with it.
  const first = await serving();
  const total = async () => (await (await fetch(`${address}/api/v1/trials?scope=ALL&limit=1`)).json()).page.total;
  while ((await total()) === size) await sleep(100);
  const swapPeak = memoryOf(first.pid).peak;
  await stop(first);
  const service = await serving();
  const afterStart = memoryOf(service.pid);
  const results = await compare(service, size);
  const steady = await paced(service);

  const trials = await total();
  const csvBegin = performance.now();
  const csv = Buffer.from(await (await fetch(`${address}/api/v1/trials?scope=ALL&format=csv`,
    { headers: { "Accept-Encoding": "identity" } })).arrayBuffer());
  const csvSeconds = (performance.now() - csvBegin) / 1000;
  const memory = memoryOf(service.pid);
  await stop(service);
  return {
    size, results, steady,
    importSeconds, importPeak, fileMegabytes: Math.round(statSync(database).size / 1e6),
    startSeconds: service.seconds, memoryAfterStart: afterStart.now, swapPeak, memoryAtEnd: memory.now,
    csvRate: trials / csvSeconds, csvMegabytes: csv.length / 1e6 / csvSeconds,
  };
}

// New filters at 200 requests a second: what a caller waits while the server is not saturated.
async function paced(service) {
  if (smoke) return null;
  const lines = [...days(200 * seconds)].map((d) => `/api/v1/landscape?scope=ALL&startFrom=${d.from}&startTo=${d.to}`);
  const times = [];
  const begin = performance.now();
  await Promise.all(lines.map(async (path, place) => {
    const due = begin + place * 5;
    await sleep(Math.max(0, due - performance.now()));
    const response = await fetch(service.address + path);
    await response.arrayBuffer();
    times.push(performance.now() - due);
  }));
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(times.length / 2)], p99: times[Math.floor(times.length * 0.99)] };
}

const number = (value, digits = 0) => value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });

function table(measured) {
  const lines = [
    "| request | body | this service | CPU | p50 | p99 | bare Kestrel | share of it | peer | goal |",
    "|---|---|---|---|---|---|---|---|---|---|",
  ];
  for (const { name, bytes, service, ceiling, peer, goal } of measured.results) {
    lines.push(`| ${[
      name, bytes ? `${number(bytes / 1000, 1)} kB` : "none", `${number(service.rate)}/s`, `${number(service.cpu)} µs`,
      `${number(service.p50, 2)} ms`, `${number(service.p99, 2)} ms`, `${number(ceiling.rate)}/s`,
      `${number((100 * service.rate) / ceiling.rate)} %`, peer ? `${number(peer.rate)}/s` : "", goal,
    ].join(" | ")} |`);
  }
  return lines.join("\n");
}

const measured = [];
for (const size of sizes) measured.push(await grow(size));

// Why a row falls short of its goal, written by hand from profiles.
const shortfalls = readFileSync("bench/shortfalls.md", "utf8").trim();
const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"]).toString().trim();
const growth = [
  ["import", "importSeconds", (value) => `${number(value, 1)} s`],
  ["records a second", "importSeconds", (value, { size }) => number(size / value)],
  ["memory of the import, highest", "importPeak", (value) => `${number(value)} MB`],
  ["SQLite file", "fileMegabytes", (value) => `${number(value)} MB`],
  ["start until ready", "startSeconds", (value) => `${number(value, 1)} s`],
  ["memory after the start", "memoryAfterStart", (value) => `${number(value)} MB`],
  ["memory, highest while a release is replaced", "swapPeak", (value) => `${number(value)} MB`],
  ["memory after all requests and the CSV", "memoryAtEnd", (value) => `${number(value)} MB`],
  ["landscape of a new filter at 200/s, p50 / p99", "steady", (value) => value ? `${number(value.p50, 1)} / ${number(value.p99, 1)} ms` : ""],
  ["landscape of a new filter, CPU", "results", (value) => `${number(value[1].service.cpu)} µs`],
  ["CSV of all trials", "csvRate", (value, { csvMegabytes }) => `${number(value)} rows/s, ${number(csvMegabytes)} MB/s`],
];
const goal = {
  "start until ready": "1.5 s with 1,000; under 40 s with 550,000",
  "memory after the start": "150 MB with 1,000; under 1.2 GB with 550,000",
  "memory, highest while a release is replaced": "2.2 GB with 550,000",
  import: "under 5 min with 550,000",
  "memory of the import, highest": "under 600 MB",
  "landscape of a new filter at 200/s, p50 / p99": "p99 under 10 ms",
  "landscape of a new filter, CPU": "1 ms with 550,000",
  "CSV of all trials": "200,000 rows/s or 100 MB/s",
};

// The kernels, by BenchmarkDotNet, whose table has no other heading.
function kernels() {
  const artifacts = join(work, "kernels");
  const [program, all] = pinned(serverCore, join(work, "tools", "MpnstApi.Benchmarks"),
    ["--filter", "*", "--inProcess", "--job", smoke ? "Dry" : "Short", "--exporters", "GitHub", "--artifacts", artifacts]);
  execFileSync(program, all, { stdio: ["ignore", "ignore", "inherit"] });
  const report = readFileSync(join(artifacts, "results", "MpnstApi.Benchmarks.Kernels-report-github.md"), "utf8");
  return report.slice(report.indexOf("\n|") + 1).trim();
}

writeFileSync(out, `# Measured

Made by \`bench/run.sh\` on commit ${commit}, ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0].model}), the
server pinned to one of them, \`wrk -t1 -c32 -d${seconds}s\` on ${loadCore === serverCore ? "the same" : "another"}, ${rounds} interleaved round${rounds > 1 ? "s" : ""}, medians. Studies are
made up (\`tests/MpnstApi.Benchmarks/MadeUpStudies.cs\`). "Bare
Kestrel" writes bodies of the same size from memory without routing or middleware. Peers are Fastify with
better-sqlite3 for REST (rows of fewer members, so smaller bodies) and Mercurius for GraphQL, at the first size alone. CPU is the server's, for each
request.

${measured.map((one) => `## ${number(one.size)} trials\n\n${table(one)}`).join("\n\n")}

## Growth

| | ${measured.map(({ size }) => number(size)).join(" | ")} | goal |
|---|${measured.map(() => "---|").join("")}---|
${growth.map(([name, key, write]) => `| ${name} | ${measured.map((one) => write(one[key], one)).join(" | ")} | ${goal[name] ?? ""} |`).join("\n")}

${shortfalls}

## Kernels

The parts of the work (\`tests/MpnstApi.Benchmarks/Kernels.cs\`), each done whole at every call, without a cache.

${kernels()}
`);
console.log(`Written to ${out}.`);
