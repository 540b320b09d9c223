// Numbers that say where an element is.

import type { Graph } from "../graph.ts";
import type { GraphNode } from "../node.ts";

/** Returns 0, 1, …, count-1 as int32. */
export function positions(g: Graph, count: number): GraphNode {
  const type = { shape: [count], dtype: "int32" } as const;
  return g.sharedInput(`positions ${count}`, type, () =>
    Int32Array.from({ length: count }, (_, i) => i),
  );
}

/** Returns the slices of `x` at `indices` along an axis; the indices depend on `key` and are known before any run. */
export function take(
  g: Graph,
  x: GraphNode,
  axis: number,
  indices: readonly number[],
  key: string,
): GraphNode {
  const shape = x.shape.map((size, i) => (i === axis ? indices.length : size));
  const type = { shape: [indices.length], dtype: "int32" } as const;
  const places = g.sharedInput(`take ${key}`, type, () => Int32Array.from(indices));
  return g.apply("Gather", [x, places], { shape, dtype: x.dtype }, { axis });
}
