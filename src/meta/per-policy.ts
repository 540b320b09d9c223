// Layer 4: what is compiled once for a policy and lives as long as it does.

import type { Policy } from "../nn/policy.ts";

/** Makes something of a policy the first time it is asked for, and returns the same one ever after. */
export function perPolicy<Made>(make: (policy: Policy) => Made): (policy: Policy) => Made {
  const made = new WeakMap<Policy, { readonly value: Made }>();
  return (policy) => {
    const known = made.get(policy) ?? { value: make(policy) };
    made.set(policy, known);
    return known.value;
  };
}
