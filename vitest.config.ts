import { defineConfig } from "vitest/config";
import { closingLine } from "./test/support/closing-line.ts";

// `source` lets the package import itself, as experiments and environments do, without a build.
const conditions = ["source", "module", "node", "import"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    setupFiles: ["test/support/setup.ts"],
    // Not a vm pool: ONNX Runtime refuses typed arrays of another realm.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", closingLine],
    // The order of tests may not matter, so it is fixed.
    sequence: { shuffle: false },
    restoreMocks: true,
    unstubEnvs: true,
    coverage: {
      provider: "v8",
      include: ["src/**", "envs/**", "task-sets/**"],
      reporter: ["text-summary", "html"],
    },
  },
});
