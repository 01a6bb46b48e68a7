// What the IDE offers to begin with: the question of the README, then every document that the service publishes.
import partner from "./partner.graphql?raw";

const published = import.meta.glob("../MpnstApi/Graph/Documents/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});

// A document that cannot do without.
const variables = { TargetProfile: { symbol: "KDR" } };

export const examples = [partner, ...Object.values(published)].map(example);

function example(query) {
  const name = /^query (\w+)/m.exec(query)[1];
  return {
    name,
    query,
    about: query
      .split("\n")
      .filter((line) => line.startsWith("#"))
      .map((line) => line.slice(1).trim())
      .join(" "),
    variables: name in variables ? JSON.stringify(variables[name], null, 2) : "",
  };
}
