import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { formatCommand } from "../../src/cli/format-command.ts";

describe("formatCommand", () => {
  it("writes the options on which a result depends", () => {
    expect(
      formatCommand("navigation", {
        preset: "quick",
        seed: 3,
        outerSteps: 5,
        set: ["outer.maxKl=0.02", "policy.hiddenSizes=[32,32]"],
        backend: "wasm",
      }),
    ).toBe(
      "acclimate train navigation --preset quick --seed 3 --outer-steps 5 " +
        "--set outer.maxKl=0.02 --set 'policy.hiddenSizes=[32,32]' --backend wasm",
    );
  });

  it("writes what a shell reads back, whatever the words", () => {
    const words = ["a b.ts", "it's", "$HOME", "x=0.5 * 0.5^innerStep", "[ab]", "*"];
    const command = formatCommand(words[0] as string, {
      preset: "p",
      seed: 1,
      set: words.slice(1),
      backend: "onnx",
    });
    const print = 'for word in "$@"; do printf \'%s\\n\' "$word"; done';
    const shell = `set -- ${command}\n${print}`;
    const read = execFileSync("sh", ["-c", shell], { encoding: "utf8" }).split("\n");
    expect(read.filter((word) => words.includes(word))).toEqual(words);
  });
});
