// Runs before each test file: matchers, the seed of property tests, and the check for leaked tensors.

import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { afterEach, beforeEach, expect, inject } from "vitest";
import "./matchers.ts";

fc.configureGlobal({ seed: inject("propertySeed") });

let tensorsBefore = 0;

// Not tf.memory(): that asks the active backend, and many tests run without any.
beforeEach(() => {
  tensorsBefore = tf.engine().state.numTensors;
});

afterEach(() => {
  expect(
    tf.engine().state.numTensors,
    "the number of tensors after the test must be that before it; dispose them, or use tf.tidy",
  ).toBe(tensorsBefore);
});
