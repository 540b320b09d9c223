// Layer 3: what a rule of the environment contract is, and what it has to say.

import type { Random } from "../../random.ts";
import type { EnvironmentFamily } from "../environment.ts";

/** What a rule has to say about an environment. */
export interface Remark {
  /** A finding is something wrong; a note is worth knowing. */
  readonly kind: "finding" | "note";
  /** Of a finding: `<where>: <what must hold>, got <value>[; <what to do>]`. */
  readonly message: string;
}

/** One rule of the contract. */
export interface EnvironmentRule {
  /** A fact in the present tense. */
  readonly name: string;
  /** True if later rules say nothing new of an environment that breaks this one. @defaultValue false */
  readonly isEssential?: boolean;
  /** Plays the environment with streams of `rng`. @returns what is wrong or worth knowing; empty if nothing */
  readonly check: (family: EnvironmentFamily, rng: Random) => readonly Remark[];
}

/** Makes a remark on something that is wrong. */
export function finding(message: string): Remark {
  return { kind: "finding", message };
}

/** Makes a remark on something that is worth knowing. */
export function note(message: string): Remark {
  return { kind: "note", message };
}
