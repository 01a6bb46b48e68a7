import { defineConfig } from "vite";

export default defineConfig({
  // Files find each other wherever a proxy puts them; the service writes the addresses in the page.
  base: "./",
  build: {
    outDir: "../MpnstApi/graphiql",
    emptyOutDir: true,
    // Monaco is one large editor: there is nothing to be warned of.
    chunkSizeWarningLimit: 10_000,
    rolldownOptions: {
      onwarn: (warning, warn) => {
        // "use client" speaks to servers that render React; there is none here.
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") {
          warn(warning);
        }
      },
    },
  },
});
