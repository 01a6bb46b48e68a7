// A partner's page: openapi-fetch, with the types that openapi-typescript makes of the service's document, reads every GET
// operation. tsc's strict mode is the first half of the check: there is no cast in here.
import createClient from "openapi-fetch";
import type { paths } from "./generated/schema.js";

const baseUrl = process.env.BASE_URL ?? "http://127.0.0.1:5080";
const client = createClient<paths, "application/json" | `application/${string}+json`>({ baseUrl });
const asked = new Set<string>();
client.use({
  onResponse({ response, schemaPath }) {
    if (response.ok) {
      asked.add(schemaPath);
    }
  },
});

// Lists are sent as openapi-fetch sends them by default: in a repeated parameter.
const first = await total({ phase: ["PHASE1"] });
const second = await total({ phase: ["PHASE2"] });
const either = await total({ phase: ["PHASE1", "PHASE2"] });
expect(first > 0 && second > 0 && either === first + second, "either of two phases is the sum of both");
expect((await total({ status: ["OPEN", "PLANNED"] })) > (await total({ status: ["OPEN"] })), "open or planned");
expect((await total({ id: ["NCT03433183", "NCT06693284"] })) === 2, "two ids");
expect((await total({ country: ["US", "FR"] })) > (await total({ country: ["US"] })), "the US or France");
const both = await total({ "target.all": ["MEK", "MTOR"] });
expect(both > 0 && both < (await total({ target: ["MEK"] })), "few of the trials of MEK have MTOR too");

const trials = read(
  await client.GET("/api/v1/trials", { params: { query: { scope: ["ALL"], sort: "-enrollment", limit: 200 } } }),
);
for (const { id, phase, openNow, ctrpCategory, sponsor } of trials.items) {
  const trial = read(await client.GET("/api/v1/trials/{id}", { params: { path: { id } } }));
  expect(
    trial.phase === phase &&
      trial.openNow === openNow &&
      trial.ctrpCategory === ctrpCategory &&
      trial.sponsor?.name === sponsor?.name,
    `${id} is the same in the list and alone`,
  );
}
const { data: missing, error } = await client.GET("/api/v1/trials/{id}", {
  params: { path: { id: "NCT99999999" } },
});
expect(missing === undefined && error?.type === "/problems/unknown-id", "the error of an unknown id is typed");

const history = read(await client.GET("/api/v1/trials/{id}/changes", { params: { path: { id: "NCT00001188" } } }));
expect(history.items.some(({ kind }) => kind === "LABEL_CHANGED"), "a label that changed");
const feed = read(await client.GET("/api/v1/changes", { params: { query: { after: 0, limit: 200 } } }));
expect(
  feed.items.some((change) => change.old !== null && change.new !== null),
  "values before and after in the feed",
);

const targets = read(await client.GET("/api/v1/targets", { params: { query: { limit: 200 } } }));
const target = read(
  await client.GET("/api/v1/targets/{symbolOrAlias}", { params: { path: { symbolOrAlias: "KIDR" } } }),
);
expect(
  targets.items.some(({ symbol, trialCount }) => symbol === target.symbol && trialCount === target.trialCount),
  "KDR in the list and alone",
);
const drugs = read(await client.GET("/api/v1/drugs", { params: { query: { limit: 200 } } }));
const drug = read(
  await client.GET("/api/v1/drugs/{idOrSynonym}", { params: { path: { idOrSynonym: "GW786034" } } }),
);
expect(
  drugs.items.some(({ id, trialCount }) => id === drug.id && trialCount === drug.trialCount),
  "pazopanib in the list and alone",
);

const landscape = read(await client.GET("/api/v1/landscape", { params: { query: { targetRole: "all" } } }));
for (const { panel, classified, unclassified, total } of landscape.panels) {
  const alone = read(await client.GET("/api/v1/landscape/{panel}", { params: { path: { panel } } }));
  expect(alone.total === total && classified + unclassified === total, panel);
}
const crosstab = read(
  await client.GET("/api/v1/landscape/crosstab", { params: { query: { rows: "phase", columns: "status" } } }),
);
expect(
  crosstab.cells.reduce((sum, { count }) => sum + count, 0) === crosstab.total,
  "the cells of phase by status are the trials",
);
const timeline = read(await client.GET("/api/v1/landscape/timeline", { params: { query: { by: "indication" } } }));
expect(timeline.years.length > 0, "years");
const gaps = read(await client.GET("/api/v1/landscape/gaps"));
for (const { key, percent, note, denominator, unknown } of gaps.gaps) {
  expect((percent === null) === (note !== null), `${key} has a share or a reason`);
  expect(percent === null || denominator >= unknown, `${key} has no share of few`);
}
const published = read(await client.GET("/api/v1/landscape/published"));
const comparison = read(await client.GET("/api/v1/landscape/comparison"));
expect(
  published.panels.every(({ panel }) => comparison.panels.some((ours) => ours.panel === panel)),
  "every panel of the letter is compared",
);

const vocabularies = read(await client.GET("/api/v1/vocabularies"));
for (const { name, values } of vocabularies.items) {
  const alone = read(await client.GET("/api/v1/vocabularies/{name}", { params: { path: { name } } }));
  expect(alone.values.length === values.length, `the vocabulary ${name}`);
}

const dataset = read(await client.GET("/api/v1/dataset"));
const releases = read(await client.GET("/api/v1/dataset/releases"));
expect(releases.current === dataset.version && releases.items.length > 1, "releases");
const from = releases.items.at(-1)?.version ?? "";
const diff = read(
  await client.GET("/api/v1/dataset/diff", { params: { query: { from, to: releases.current } } }),
);
expect(diff.changed.length > 0, "trials that differ between releases");
const earlier = read(await client.GET("/api/v1/dataset", { params: { query: { release: from } } }));
expect(earlier.version === from, "an earlier release");
const citation = read(await client.GET("/api/v1/dataset/citation"));
expect(citation[0]?.type === "dataset", "the citation of the release");
const description = read(await client.GET("/api/v1/dataset/croissant"));
expect(description.version === dataset.version, "the Croissant description");
const coverage = read(await client.GET("/api/v1/dataset/coverage"));
expect(coverage.unclassified.length > 0, "facets with unclassified trials");
const dictionary = read(await client.GET("/api/v1/dataset/dictionary"));
expect(dictionary.tables.every(({ columns }) => columns.length > 0), "columns of the exports");

expect(read(await client.GET("/health/live")).status === "alive", "alive");
expect(read(await client.GET("/health/ready")).status === "ready", "ready");
const problems = read(await client.GET("/problems"));
const problem = read(await client.GET("/problems/{code}", { params: { path: { code: "unknown-path" } } }));
expect(
  problems.some(({ type, status }) => type === problem.type && status === problem.status),
  "a problem in the list and alone",
);

const document: { paths: Record<string, { get?: { security?: object; responses: Record<string, { content?: object }> } }> } = await (
  await fetch(`${baseUrl}/openapi/v1.json`)
).json();
// Those that need a key are not for readers, pictures not for these clients.
const operations = Object.entries(document.paths).flatMap(([path, { get }]) =>
  get && !get.security && Object.keys(get.responses["200"]?.content ?? {}).some((media) => media.endsWith("json")) ? [path] : [],
);
const left = operations.filter((path) => !asked.has(path));
expect(left.length === 0, `GET ${left.join(", ")} is read`);
console.log(`openapi-fetch read ${asked.size} of ${operations.length} GET operations`);

type Filter = NonNullable<paths["/api/v1/trials"]["get"]["parameters"]["query"]>;

async function total(query: Filter): Promise<number> {
  return read(await client.GET("/api/v1/trials", { params: { query } })).page.total;
}

function read<T>(result: { data?: T; error?: unknown; response: Response }): T {
  if (result.data === undefined) {
    throw new Error(`${result.response.url}: ${JSON.stringify(result.error)}`);
  }
  return result.data;
}

function expect(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(`Not as expected: ${what}`);
  }
}
