// Every operation that is differentiated, to third order against finite differences, on every installed backend.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, it } from "vitest";
import { installedBackends, useBackend } from "../../src/backend/backend.ts";
import { checkGradients } from "../support/check-gradients.ts";
import { gradientCases } from "./cases.ts";

describe.each(await installedBackends())("gradients on %s", (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  it.each(Object.entries(gradientCases))("%s", (_, { f, inputs, order = 3 }) => {
    tf.tidy(() => {
      checkGradients(f, inputs(), { order });
    });
  });
});
