import { StarIcon, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { examples } from "./examples.js";

/** A pane that lists the examples; one that is chosen opens in a tab of its own. */
export const EXAMPLES_PLUGIN = { title: "Examples", icon: StarIcon, content: Examples };

function Examples() {
  const { tabs, queryEditor, variableEditor } = useGraphiQL((ide) => ({
    tabs: ide.tabs,
    queryEditor: ide.queryEditor,
    variableEditor: ide.variableEditor,
  }));
  const { addTab, changeTab } = useGraphiQLActions();

  const open = (example) => {
    const index = tabs.findIndex((tab) => tab.query === example.query);
    if (index >= 0) {
      changeTab(index);
      return;
    }
    addTab();
    queryEditor?.setValue(example.query);
    variableEditor?.setValue(example.variables);
  };

  return (
    <section aria-label="Examples">
      <h2 className="examples-title">Examples</h2>
      <ul className="examples">
        {examples.map((example) => (
          <li key={example.name}>
            <button type="button" onClick={() => open(example)}>
              <b>{example.name}</b>
              <span>{example.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
