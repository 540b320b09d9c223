import { describe, expect, it } from "vitest";
import { addGram } from "../../src/rl/gram.ts";

describe("addGram", () => {
  it("adds AᵀA to the lower triangle and reads no more rows than there are", () => {
    // A has the columns (1, 2), (3, 4), (5, 6), (7, 8) and a third row that does not count.
    const columns = Float64Array.of(1, 2, NaN, 3, 4, NaN, 5, 6, NaN, 7, 8, NaN);
    const gram = new Float64Array(16).fill(100);
    addGram(columns, { rows: 2, stride: 3 }, gram);
    const lower = [0, 1, 2, 3].map((i) => Array.from(gram.subarray(4 * i, 4 * i + i + 1)));
    // prettier-ignore
    expect(lower).toEqual([
      [105],           // 1·1 + 2·2
      [111, 125],      // 3·1 + 4·2, 3·3 + 4·4
      [117, 139, 161],
      [123, 153, 183, 213],
    ]);
  });
});
