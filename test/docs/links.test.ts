import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/root.ts";
import { listDocuments, readLinks } from "./markdown.ts";

describe.each(listDocuments())("%s", (document) => {
  it("links to files that exist", () => {
    const broken = readLinks(document).filter(
      ({ from, to }) => !existsSync(join(ROOT, dirname(from), to)),
    );
    expect(broken).toEqual([]);
  });
});
