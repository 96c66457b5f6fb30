import { defineConfig } from "vitest/config";

/** What `npm run rule` runs: the harness in a bundle, which is imported as it is. */
export default defineConfig({
  test: {
    include: ["test/harness/bundled.ts"],
    exclude: [],
    server: { deps: { external: [/\/dist\/harness\//] } },
    pool: "threads",
  },
});
