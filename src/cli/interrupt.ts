// Layer 6: the first interrupt lets training end with a checkpoint; the second ends the process.

import { exitCodes } from "./exit-codes.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Listens for interrupts. */
export interface Interrupts {
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
  /** Stops listening. */
  stop(): void;
}

/** Begins to listen; `onInterrupt` is called by the first interrupt. */
export function listenForInterrupts(onInterrupt: () => void): Interrupts {
  const controller = new AbortController();
  const listener = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
    onInterrupt();
  };
  for (const name of SIGNALS) process.on(name, listener);
  return {
    signal: controller.signal,
    stop: () => {
      for (const name of SIGNALS) process.off(name, listener);
    },
  };
}
