// The nested question from Mercurius, with its query compiler, over objects in memory.
import Fastify from "fastify";
import mercurius from "mercurius";
import { load } from "./studies.mjs";

const [port, studies] = process.argv.slice(2);
const trials = [...load(studies)].sort((a, b) => (a.startDate < b.startDate ? 1 : -1));
const app = Fastify();
app.register(mercurius, {
  jit: 1,
  schema: `
    type Drug { id: String! name: String! }
    type Sponsor { name: String! class: String }
    type Trial { id: String! title: String! phase: String status: String startDate: String sponsor: Sponsor drugs: [Drug!]! }
    type Trials { totalCount: Int! nodes: [Trial!]! }
    type Query { trials(first: Int!, startFrom: String): Trials! }`,
  resolvers: {
    Query: {
      trials: (_, { first, startFrom }) => {
        const found = startFrom ? trials.filter((one) => one.startDate >= startFrom) : trials;
        return { totalCount: found.length, nodes: found.slice(0, first) };
      },
    },
    Trial: { drugs: (one) => one.drugs.map((name) => ({ id: name.toLowerCase(), name })) },
  },
});
await app.listen({ port: Number(port), host: "127.0.0.1" });
