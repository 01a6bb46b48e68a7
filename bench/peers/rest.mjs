// The same questions from Fastify and better-sqlite3: rows with a column for each facet, and each trial's JSON as text.
// Serves bodies of landscapes that were requested before from a map.
import Database from "better-sqlite3";
import Fastify from "fastify";
import { load } from "./studies.mjs";

const [port, studies] = process.argv.slice(2);
const db = new Database(":memory:");
db.exec(`
  create table trial (id text primary key, phase text, status text, condition text, start text, json text) without rowid;
  create table drug (trial text, name text, primary key (trial, name)) without rowid;
  create index trial_start on trial (start);`);
const trial = db.prepare("insert into trial values (?, ?, ?, ?, ?, ?)");
const drug = db.prepare("insert or ignore into drug values (?, ?)");
db.transaction(() => {
  for (const one of load(studies)) {
    trial.run(one.id, one.phase, one.status, one.conditions[0], one.startDate, JSON.stringify(one));
    for (const name of one.drugs) drug.run(one.id, name);
  }
})();

const where = "where (? is null or start >= ?) and (? is null or start <= ?)";
const panels = ["phase", "status", "condition"].map((column) =>
  db.prepare(`select ${column} as key, count(*) as count from trial ${where} group by 1 order by 2 desc`));
const drugs = db.prepare(
  `select name as key, count(*) as count from drug join trial on trial.id = drug.trial ${where} group by 1 order by 2 desc`);
const page = db.prepare(`select json from trial ${where} order by start desc, id limit ?`).pluck();
const single = db.prepare("select json from trial where id = ?").pluck();
const kept = new Map();

const between = ({ startFrom = null, startTo = null }) => [startFrom, startFrom, startTo, startTo];
const app = Fastify();
app.get("/landscape", (request, reply) => {
  reply.type("application/json");
  let body = kept.get(request.url);
  if (!body) {
    const values = between(request.query);
    body = JSON.stringify({ panels: [...panels, drugs].map((panel) => panel.all(values)) });
    if (kept.size < 1000) kept.set(request.url, body);
  }
  return body;
});
app.get("/trials", (request, reply) => {
  reply.type("application/json");
  return `{"items":[${page.all([...between(request.query), Number(request.query.limit ?? 25)]).join()}]}`;
});
app.get("/trials/:id", (request, reply) => {
  reply.type("application/json");
  return single.get(request.params.id) ?? reply.code(404).send({});
});
await app.listen({ port: Number(port), host: "127.0.0.1" });
