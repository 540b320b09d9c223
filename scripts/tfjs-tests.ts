// Runs the tests that tfjs-core ships against the onnx backend:
//
//   npm run test:tfjs                        all of them
//   npm run test:tfjs -- conv2d              those whose file or name contains "conv2d"
//   npm run test:tfjs -- --backend cpu       on tfjs's own cpu backend, to tell its faults from ours
//   npm run test:tfjs -- --write             also writes docs/tfjs-tests.md
//
// Ends with 1 if a test fails.

import { register } from "node:module";
import { parseArgs } from "node:util";
import { startJasmine } from "./tfjs-tests/jasmine.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: "string", default: "onnx" },
    write: { type: "boolean", default: false },
  },
});

if (values.write && (positionals.length > 0 || values.backend !== "onnx")) {
  throw new Error(
    "test:tfjs: --write takes all tests on the onnx backend; leave the filter and --backend out",
  );
}

// From here on `@tensorflow/tfjs-core` is the copy of it that the tests import.
register("./tfjs-tests/hooks.ts", import.meta.url);
const jasmine = startJasmine();
const { runTests } = await import("./tfjs-tests/run.ts");
process.exitCode = await runTests(jasmine, { ...values, filter: positionals[0] ?? "" });
