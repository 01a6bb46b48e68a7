// Apollo Client's normalised cache keeps one record for each id: whatever it shows must be what the service sent.
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { createPersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { createHash } from "node:crypto";

const uri = process.env.GRAPHQL_URL;
const slice = "{ indication: [MPNST, NF1_MPNST] }";
const documents = [
  `{ targets(first: 12) { edges { trialCount node { id symbol trialCount drugs { agent role action trialCount drug { id trialCount } } } } } }`,
  `{ inSlice: targets(first: 1, where: ${slice}) { edges { trialCount node { id trialCount there: trialCount(where: ${slice}) } } }
     target(symbol: "MAP2K1") { id trialCount } }`,
  `{ drugs(first: 5, where: ${slice}) { edges { trialCount node { id trialCount targets { symbol role target { id drugCount } } } } } }`,
  `{ trials(first: 20) { nodes { id drugs { id name trialCount } annotation { targets { symbol role agent target { id trialCount } } } } } }`,
];

let wrong = 0;
const shared = client(new HttpLink({ uri }));
for (const document of documents) {
  const sent = await post({ query: document });
  const query = gql(document);
  await expect("a fresh cache", sent, await client(new HttpLink({ uri })).query({ query }));
  await expect("a cache that other queries filled", sent, await shared.query({ query }));
}
// What the first widgets of a page show stays as it is when others send requests.
for (const document of documents) {
  const shown = shared.readQuery({ query: gql(document) });
  await expect("a cache that all queries filled", await post({ query: document }), { data: shown });
}

// A document that is not published falls back to its text; nothing but a first request is lost.
const sha256 = async (text) => createHash("sha256").update(text).digest("hex");
const persisted = client(createPersistedQueryLink({ sha256 }).concat(new HttpLink({ uri })));
await expect(
  "a persisted query that is not published",
  await post({ query: documents[0] }),
  await persisted.query({ query: gql(documents[0]) }),
);

console.log(wrong === 0 ? "Apollo Client shows what was sent" : `${wrong} of Apollo Client's results differ`);
process.exitCode = wrong === 0 ? 0 : 1;

function client(link) {
  return new ApolloClient({ cache: new InMemoryCache(), link });
}

async function post(body) {
  const response = await fetch(uri, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()).data;
}

function expect(what, sent, { data }) {
  if (plain(data) !== plain(sent)) {
    wrong++;
    console.error(`${what} differs:\n  sent  ${plain(sent)}\n  shown ${plain(data)}`);
  }
}

// Without the type names that the cache requests, members in one order.
function plain(value) {
  return JSON.stringify(value, (_, member) =>
    member !== null && typeof member === "object" && !Array.isArray(member)
      ? Object.fromEntries(
          Object.entries(member)
            .filter(([name]) => name !== "__typename")
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : member,
  );
}
