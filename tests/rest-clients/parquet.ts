// An analyst's download: hyparquet, which shares nothing with the service's writer, reads the Parquet file of every table.
// Its rows are those of the JSON lines of the same address, with lists as lists, days as dates and absent values as null.
import { parquetMetadata, parquetReadObjects } from "hyparquet";

const baseUrl = process.env.BASE_URL ?? "http://127.0.0.1:5080";
const tables = [
  "trials?scope=ALL",
  "targets?scope=ALL",
  "drugs",
  "landscape?indication=MPNST,NF1_MPNST",
  "landscape/phases",
  "landscape/crosstab?rows=country&columns=phase",
  "landscape/timeline?by=status",
];

for (const table of tables) {
  const address = `${baseUrl}/api/v1/${table}${table.includes("?") ? "&" : "?"}format=`;
  const file = await (await fetch(`${address}parquet`)).arrayBuffer();
  const rows = await parquetReadObjects({ file });
  const lines = (await (await fetch(`${address}ndjson`)).text()).trimEnd().split("\n");
  expect(rows.length === lines.length && rows.length > 0, `${table}: ${rows.length} rows, not ${lines.length}`);
  rows.forEach((row, place) => {
    const expected = lines[place];
    const read = JSON.stringify(row, (_, value) => (typeof value === "bigint" ? Number(value) : value));
    expect(
      read.replaceAll(/"(\d{4}-\d{2}-\d{2})T00:00:00\.000Z"/g, '"$1"') === sorted(expected ?? ""),
      `${table}, row ${place}: ${read} is not ${expected}`,
    );
  });
  const facts = new Map(parquetMetadata(file).key_value_metadata?.map(({ key, value }) => [key, value]));
  expect(facts.get("Citation")?.includes(facts.get("Release") ?? "?") ?? false, `${table} can be cited`);
  console.log(`hyparquet: ${table}: ${rows.length} rows are those of the API`);
}

// Numbers as JavaScript writes them: 12.0 is 12.
function sorted(line: string): string {
  return JSON.stringify(JSON.parse(line));
}

function expect(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(what);
  }
}
