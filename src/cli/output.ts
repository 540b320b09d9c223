// Layer 6: what goes where: with `--json`, standard output holds the result alone.

/** Where a command writes. */
export interface Output {
  /** Where text for people goes. */
  readonly stream: NodeJS.WriteStream;
  /** True if that is a terminal that can be redrawn. */
  readonly isLive: boolean;
  /** Writes lines for people. */
  print(text: string): void;
  /** Writes the result for programs; the last line of standard output. Nothing without `--json`. */
  result(value: object): void;
}

/** Makes the output of a command. */
export function createOutput({ json = false }: { readonly json?: boolean | undefined }): Output {
  const stream = json ? process.stderr : process.stdout;
  return {
    stream,
    isLive: stream.isTTY && !process.env["CI"],
    print: (text) => void stream.write(`${text}\n`),
    result: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
  };
}
