// Layer 3: sums of products of columns, where the time of the baseline's regression goes.

/**
 * Adds AᵀA to a matrix, where A is given by its columns. Each element is summed in the order of the rows.
 *
 * @param columns - `[width, stride]`: a column of A is a row of this array, of which the first `rows` elements count
 * @param gram - `[width, width]`, width even; the lower triangle is added to, the rest holds nothing of use
 */
export function addGram(
  columns: Float64Array,
  { rows, stride }: { readonly rows: number; readonly stride: number },
  gram: Float64Array,
): void {
  const width = columns.length / stride;
  // Two by two elements at a time: four sums that do not wait for each other, from four numbers read instead of eight.
  for (let i = 0; i < width; i += 2) {
    for (let j = 0; j <= i; j += 2) {
      const upper = i * width + j;
      const lower = upper + width;
      let sum00 = gram[upper]!;
      let sum01 = gram[upper + 1]!;
      let sum10 = gram[lower]!;
      let sum11 = gram[lower + 1]!;
      for (let row = 0; row < rows; row++) {
        const left0 = columns[i * stride + row]!;
        const left1 = columns[(i + 1) * stride + row]!;
        const right0 = columns[j * stride + row]!;
        const right1 = columns[(j + 1) * stride + row]!;
        sum00 += left0 * right0;
        sum01 += left0 * right1;
        sum10 += left1 * right0;
        sum11 += left1 * right1;
      }
      gram[upper] = sum00;
      gram[upper + 1] = sum01;
      gram[lower] = sum10;
      gram[lower + 1] = sum11;
    }
  }
}
