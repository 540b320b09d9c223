// Layer 4: what is compiled once for a model and lives as long as it does.

import type { Model } from "../nn/model.ts";

/** Makes something of a model the first time it is asked for, and returns the same one ever after. */
export function perModel<M extends Model, Made>(make: (model: M) => Made): (model: M) => Made {
  const made = new WeakMap<M, { readonly value: Made }>();
  return (model) => {
    const known = made.get(model) ?? { value: make(model) };
    made.set(model, known);
    return known.value;
  };
}
