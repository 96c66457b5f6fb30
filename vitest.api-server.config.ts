import { defineConfig } from "vitest/config";

/** The suites that ask a real API server: `npm run test:api-server`. */
export default defineConfig({
  test: {
    include: ["test/oracle/api-server/*.test.ts"],
    globalSetup: ["test/oracle/api-server/setup.ts"],
    testTimeout: 600_000,
    maxWorkers: 2,
  },
});
