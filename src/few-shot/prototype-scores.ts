// Layer 4: scores of classes by the distance of an embedding to the prototype of each class.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor3D } from "@tensorflow/tfjs-core";

/**
 * Computes −‖z − c‖² of every query embedding z and every prototype c, the mean embedding of a class's support items.
 *
 * A class without items has its prototype at the origin; whoever asks leaves it out.
 *
 * @param support - `[tasks, n, features]`
 * @param classes - `[tasks, n, classes]`: 1 at the class of a support item, 0 elsewhere and for padding
 * @param query - `[tasks, m, features]`
 * @returns `[tasks, m, classes]`
 * @see Snell et al. 2017, https://arxiv.org/abs/1703.05175, eq. 1 and 2
 */
export function prototypeScores(support: Tensor3D, classes: Tensor3D, query: Tensor3D): Tensor3D {
  const counts = tf.maximum(tf.sum(classes, 1), 1); // [tasks, classes]
  const sums = tf.matMul(classes, support, true); // [tasks, classes, features]
  const prototypes = tf.div<Tensor3D>(sums, tf.expandDims(counts, 2));
  const cross = tf.matMul(query, prototypes, false, true); // [tasks, m, classes]
  const ofQueries = tf.sum(tf.square(query), 2, true); // [tasks, m, 1]
  const ofPrototypes = tf.expandDims(tf.sum(tf.square(prototypes), 2), 1); // [tasks, 1, classes]
  return tf.sub(tf.mul(cross, 2), tf.add(ofQueries, ofPrototypes));
}
