// Layer 5: what is predicted of a query item, and whether it is right, told by a sign as well as by colour.

import type { ExampleTask } from "../../few-shot/evaluation.ts";
import { formatInnerSteps } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import type { TaskClass } from "./class-names.ts";

/** A number of inner steps whose predictions are shown. */
export interface ShownPrediction {
  readonly innerSteps: number;
  /** "before adaptation"; or how far it went, where all predictions are the same: "after 3 inner steps as before them". */
  readonly name: string;
}

/** What {@link exampleVerdicts} shows. */
export interface VerdictsOptions {
  readonly example: ExampleTask;
  /** Index of the query item. */
  readonly index: number;
  readonly classes: readonly TaskClass[];
  readonly shown: readonly ShownPrediction[];
}

/**
 * Chooses the first and the last of the predictions, which all examples have; only one of them where no inner step changes
 * a prediction, as in learners that make none.
 */
export function shownPredictions(examples: readonly ExampleTask[]): readonly ShownPrediction[] {
  const [first, ...others] = examples[0]?.predictions ?? [];
  const last = others.at(-1);
  if (first === undefined) return [];
  const name = formatInnerSteps(first.innerSteps);
  if (last === undefined) return [{ innerSteps: first.innerSteps, name }];
  const after = formatInnerSteps(last.innerSteps);
  const isStatic = examples.every(({ predictions }) =>
    predictions.every(({ predicted }) => String(predicted) === String(predictions[0]?.predicted)),
  );
  if (isStatic) return [{ innerSteps: last.innerSteps, name: `${name} and, the same, ${after}` }];
  return [
    { innerSteps: first.innerSteps, name },
    { innerSteps: last.innerSteps, name: after },
  ];
}

/** Writes the predicted classes of one query item. */
export function exampleVerdicts({ example, index, classes, shown }: VerdictsOptions): Html {
  const target = example.query.targets[index];
  const verdicts = shown.flatMap(({ innerSteps, name }, position) => {
    const prediction = example.predictions.find((one) => one.innerSteps === innerSteps);
    const predicted = prediction?.predicted[index];
    if (predicted === undefined) return [];
    const isRight = predicted === target;
    const { sign, name: className = sign } = classes[predicted] ?? { sign: String(predicted) };
    const title = `${name}: ${className}, ${isRight ? "right" : "wrong"}`;
    const arrow = position === 0 ? undefined : html`<i aria-hidden="true">→</i>`;
    return html`${arrow}<span title="${title}"
        >${sign} <b class="${isRight ? "right" : "wrong"}">${isRight ? "✓" : "✗"}</b></span
      >`;
  });
  return html`<span class="verdicts">${verdicts}</span>`;
}
