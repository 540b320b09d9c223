// Every installed backend against the contract.

import type { BackendName } from "../../src/backend/backend.ts";
import { installedBackends } from "../../src/backend/backend.ts";
import { describeBackend } from "../contract/backend.ts";
import type { Skip } from "../contract/backend.ts";

const skips: Partial<Record<BackendName, readonly Skip[]>> = {
  wasm: [
    {
      reason: "tfjs-backend-wasm 4.22.0 has no such kernel",
      tests: ["einsum", "unsortedSegmentSum", "complex numbers"],
    },
    {
      reason: "tfjs-backend-wasm 4.22.0 answers wrongly",
      tests: [
        "cast to bool",
        "clipByValue, int32",
        "floorDiv, broadcast",
        "fused matMul",
        "matMul over nothing",
        "reductions of nothing",
        "relu6",
      ],
    },
    { reason: "tfjs-backend-wasm 4.22.0 copies where others share", tests: ["memory counts"] },
  ],
};

for (const name of await installedBackends()) {
  describeBackend(name, { skips: skips[name] ?? [] });
}
