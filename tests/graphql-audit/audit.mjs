// The GraphQL-over-HTTP audits, and whether the schema that is served is the one that is published.
import { readFile } from "node:fs/promises";
import { auditServer } from "graphql-http";
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from "graphql";

const url = process.env.GRAPHQL_URL;
const expected = 61;

const results = await auditServer({ url });
const failed = results.filter((result) => result.status !== "ok");
for (const result of failed) {
  console.error(`${result.status} ${result.id} ${result.name}: ${result.reason}`);
}
console.log(`${results.length - failed.length} of ${results.length} audits of GraphQL over HTTP passed`);

const response = await fetch(url, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ query: getIntrospectionQuery({
      schemaDescription: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
      oneOf: true,
    }) }),
});
const served = print(buildClientSchema((await response.json()).data));
const published = print(
  buildSchema(await readFile(new URL("../../api-specs/schema.graphql", import.meta.url), "utf8")),
);
const same = served === published;
console.log(`the served schema ${same ? "is" : "is not"} the published one`);

process.exitCode = failed.length === 0 && results.length >= expected && same ? 0 : 1;

function print(schema) {
  return printSchema(lexicographicSortSchema(schema));
}
