// Layer 6: the command line that makes a run again.

/** The options of `acclimate train` on which its result depends. */
export interface ReproducibleOptions {
  readonly preset: string;
  readonly seed: number;
  readonly outerSteps?: number | undefined;
  readonly set: readonly string[];
  readonly backend: string;
}

/** Words that a shell takes as they are. */
const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/** Writes a `train` command so that a shell understands it. */
export function formatCommand(experiment: string, options: ReproducibleOptions): string {
  const { preset, seed, outerSteps, set, backend } = options;
  const words = [
    ...["acclimate", "train", experiment, "--preset", preset, "--seed", String(seed)],
    ...(outerSteps === undefined ? [] : ["--outer-steps", String(outerSteps)]),
    ...set.flatMap((override) => ["--set", override]),
    ...["--backend", backend],
  ];
  return words.map(quote).join(" ");
}

function quote(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
