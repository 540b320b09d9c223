// Every shell command that the documentation shows exists: npm scripts, commands of acclimate, their options, experiments.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { runAcclimate } from "../support/run-acclimate.ts";
import { ROOT } from "../support/root.ts";
import { listDocuments, readCommands } from "./markdown.ts";

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));

/** Commands of other programs that may occur. */
const OTHER = /^(git clone|cd|npm (ci|test)|npx vitest( run)?( test\/\w+)?|bash \.ci\/run)\b/;

const commands = listDocuments()
  .flatMap(readCommands)
  .map(({ where, command }) => ({ where, command, words: toAcclimate(command) }));

describe.each(commands.filter(({ words }) => words === undefined))(
  "$where: $command",
  ({ command }) => {
    it("exists", () => {
      const script = /^npm run (?:-s )?([\w:-]+)/.exec(command)?.[1];
      if (script === undefined) expect(command).toMatch(OTHER);
      else expect(Object.keys(scripts)).toContain(script);
    });
  },
);

describe.each(commands.flatMap(({ words = [], ...rest }) => (words[0] ? { words, ...rest } : [])))(
  "$where: $command",
  ({ words: [name = "", ...args] }) => {
    it("is a command of acclimate, with options and an experiment that exist", async () => {
      const help = await readHelp(name);
      expect(help).toContain(`acclimate ${name}`);
      for (const option of args.filter((word) => word.startsWith("--"))) {
        expect(help).toContain(option);
      }
      // NAME and DIR stand for anything; corridor.ts is written by the reader.
      if (["train", "bench"].includes(name) && /^[a-z-]+$/.test(args[0] ?? "")) {
        expect(existsSync(join(ROOT, "experiments", `${args[0]}.ts`))).toBe(true);
      }
    });
  },
);

/** The words after `acclimate`, if the command runs it. */
function toAcclimate(command: string): string[] | undefined {
  const [, train, rest] =
    /^(?:(npm run train)|acclimate|npm run acclimate)(?: --)? (.+)$/.exec(command) ?? [];
  return rest === undefined
    ? undefined
    : [...(train === undefined ? [] : ["train"]), ...rest.split(" ")];
}

const helps = new Map<string, Promise<string>>();

/** What `acclimate <name> --help` prints; each is asked for once. */
function readHelp(name: string): Promise<string> {
  const known = helps.get(name);
  if (known) return known;
  const help = runAcclimate([name, "--help"], { cwd: ROOT }).then(({ stdout }) => stdout);
  helps.set(name, help);
  return help;
}
