import { createRoot } from "react-dom/client";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import { examples } from "./examples.js";
import { EXAMPLES_PLUGIN } from "./plugin.jsx";
import "./style.css";

async function execute(request, options) {
  // The page has the address of the API, including any prefix that a proxy added.
  const response = await fetch(location.pathname, {
    method: "POST",
    headers: {
      accept: "application/graphql-response+json, application/json",
      "content-type": "application/json",
      ...options?.headers,
    },
    body: JSON.stringify(request),
  });
  return response.json();
}

createRoot(document.getElementById("ide")).render(
  <GraphiQL
    fetcher={execute}
    defaultTabs={[{ query: examples[0].query }]}
    plugins={[EXAMPLES_PLUGIN, HISTORY_PLUGIN]}
    visiblePlugin={EXAMPLES_PLUGIN}
    defaultEditorToolsVisibility="variables"
    schemaDescription
  >
    <GraphiQL.Logo>MPNST trials</GraphiQL.Logo>
  </GraphiQL>,
);
