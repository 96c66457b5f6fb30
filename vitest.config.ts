import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/editor/**", "test/oracle/api-server/**", "node_modules/**"],
    globalSetup: ["test/build.ts"],
    // By default, one of two cores stays idle.
    maxWorkers: "100%",
    // No test changes what another one imports, and loading the engine once per file would take half of the time.
    isolate: false,
    // Ends tests that hang. No test depends on its own speed, and a busy machine can be slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
