// A partner's program: the generated client runs every published document against the service.
import { GraphQLClient } from "graphql-request";
import { getSdk } from "./generated/client.js";

const url = process.env.GRAPHQL_URL!;
const client = getSdk(new GraphQLClient(url));

const panels = await Promise.all([
  client.Phases().then((answer) => answer.landscape.phases),
  client.Statuses().then((answer) => answer.landscape.statuses),
  client.Indications().then((answer) => answer.landscape.indications),
  client.Treatments().then((answer) => answer.landscape.treatments),
  client.ChemotherapyTypes().then((answer) => answer.landscape.chemotherapyTypes),
  client.Targets({ top: 5 }).then((answer) => answer.landscape.targets),
  client.ImmunotherapyTargets({ top: 5 }).then((answer) => answer.landscape.immunotherapyTargets),
]);
for (const panel of panels) {
  const [first] = panel.buckets;
  expect(panel.total > 0 && panel.classified + panel.unclassified === panel.total, panel.title);
  console.log(`${panel.title}: ${panel.total} trials, ${first?.label} ${first?.count}`);
}

const { trials } = await client.TrialSearch({ where: { drugType: ["MEK_INHIBITOR"] }, first: 5 });
expect(trials.totalCount > 0 && trials.nodes.length > 0, "trials of MEK inhibitors");
console.log(`MEK inhibitors: ${trials.totalCount} trials, the latest ${trials.nodes[0]?.id}`);

const { target } = await client.TargetProfile({ symbol: "KIDR" });
expect(target?.id === "KDR" && target.trialCount === target.trials.totalCount, "KDR");
console.log(`${target!.id}: ${target!.trialCount} trials, ${target!.drugs.length} drugs`);

function expect(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(`Not as expected: ${what}`);
  }
}
