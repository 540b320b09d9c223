import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openReproductionFolder } from "../../../src/reproduce/adaptation/reproduction-folder.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const settings = { name: "fakes", seeds: [1, 2], outerSteps: null, backend: "cpu" };

describe("openReproductionFolder", () => {
  it("makes a folder, and opens it again for the same settings", async () => {
    const out = join(temporaryFolder(), "new");
    expect(await openReproductionFolder(out, settings)).toBe(out);
    expect(readdirSync(out)).toEqual(["reproduction.json"]);
    expect(await openReproductionFolder(out, settings)).toBe(out);
  });

  it.each([
    [{ seeds: [1, 3] }, "seeds [1, 3], got", "with [1, 2]; choose another"],
    [{ name: "other" }, 'name "other", got', 'with "fakes"; choose another'],
    [{ outerSteps: 3 }, "outerSteps 3, got", "with null; choose another"],
    [{ backend: "onnx" }, 'backend "onnx", got', 'with "cpu"; choose another'],
  ])("refuses that of a reproduction with other settings: %j", async (changes, wanted, found) => {
    const out = temporaryFolder();
    await openReproductionFolder(out, settings);
    const opening = openReproductionFolder(out, { ...settings, ...changes });
    await expect(opening).rejects.toThrow(
      `--out: must be free, or hold a reproduction with ${wanted}`,
    );
    await expect(opening).rejects.toThrow(found);
  });

  it("refuses a folder with anything else", async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, "notes.txt"), "");
    await expect(openReproductionFolder(out, settings)).rejects.toThrow(
      /^--out: must be a folder without files, got .* with \["notes\.txt"\]/,
    );
  });
});
