import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/editor/**", "test/oracle/api-server/**", "node_modules/**"],
    globalSetup: ["test/cli/build.ts"],
    // By default one core of two is left idle.
    maxWorkers: "100%",
    // No test changes what another one imports, and reading the engine once per file would take half of the time.
    isolate: false,
    // Ends what hangs. No test is about its own speed, and a busy machine may be slow.
    testTimeout: 300_000,
  },
});
