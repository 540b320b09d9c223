// Repairs of tfjs's tape for operations that no gradient registration reaches: those made with `tf.customGrad`, such as
// `tf.logSoftmax`, `tf.fused.matMul` and `tf.losses.softmaxCrossEntropy`. Their first derivatives are right; without
// these repairs the second ones silently lack every term that goes through a saved tensor.
//
// Both repairs replace methods of the engine that tfjs does not document; the version is pinned, and
// test/gradients/tape.test.ts checks what they do rather than how.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";

interface TapeNode {
  readonly saved: readonly Tensor[];
}

type Save = (tensors: Tensor[]) => void;
type CustomFunction = (...inputsAndSave: [...Tensor[], Save]) => CustomResult;
interface CustomResult {
  readonly value: Tensor;
  readonly gradFunc: (dy: Tensor, saved: Tensor[]) => Tensor | Tensor[];
}

/** The parts of tfjs's engine that the repairs touch. */
interface Engine {
  readonly state: { readonly activeTape: TapeNode[]; readonly gradientDepth: number };
  addTapeNode: (...args: unknown[]) => void;
  customGrad: (f: CustomFunction) => (...inputs: Tensor[]) => Tensor;
}

const repaired = new WeakSet<Engine>();

/** Makes tensors that an operation saves count as functions of its inputs. Repairs an engine once, however often called. */
export function repairTape(): void {
  const engine = tf.engine() as unknown as Engine;
  if (repaired.has(engine)) return;
  repaired.add(engine);
  recordOperationBeforeItsClones(engine);
  recomputeSavedIntermediates(engine);
}

/**
 * A tensor is saved as a clone, which tfjs records before the operation that made the tensor. The tape is read in order,
 * so a saved output never counts as a function of the inputs. This records the operation first.
 */
function recordOperationBeforeItsClones(engine: Engine): void {
  const addTapeNode = engine.addTapeNode.bind(engine);
  engine.addTapeNode = (...args: unknown[]): void => {
    addTapeNode(...args);
    const tape = engine.state.activeTape;
    const node = tape.pop();
    if (node !== undefined) tape.splice(tape.length - node.saved.length, 0, node);
  };
}

/**
 * Operations inside a custom function are not recorded, so a saved tensor that is neither an input nor the output looks
 * like a constant. Where there is one and the gradient is itself differentiated, the function runs again on the inputs,
 * recorded; a first derivative uses the saved tensors as ever.
 */
function recomputeSavedIntermediates(engine: Engine): void {
  const customGrad = engine.customGrad.bind(engine);
  engine.customGrad = (f: CustomFunction) =>
    customGrad((...inputsAndSave: [...Tensor[], Save]): CustomResult => {
      const inputs = inputsAndSave.slice(0, -1) as Tensor[];
      const save = inputsAndSave.at(-1) as Save;
      let saved: Tensor[] = [];
      const { value, gradFunc } = f(...inputs, (tensors) => {
        saved = tensors;
      });
      const isVisible = (tensor: Tensor): boolean =>
        inputs.includes(tensor) || tensor.dataId === value.dataId; // a reshaped output counts as the output
      if (saved.every(isVisible)) {
        save(saved);
        return { value, gradFunc };
      }
      save([...saved, ...inputs]);
      const count = saved.length;
      return {
        value,
        gradFunc: (dy, kept) => {
          const isDifferentiated = engine.state.gradientDepth > 0;
          return isDifferentiated
            ? backwardFrom(f, dy, kept.slice(count))
            : gradFunc(dy, kept.slice(0, count));
        },
      };
    });
}

/** The gradient of a custom function with everything that it saves recorded as a function of the inputs. */
function backwardFrom(f: CustomFunction, dy: Tensor, inputs: Tensor[]): Tensor | Tensor[] {
  let saved: Tensor[] = [];
  const { gradFunc } = f(...inputs, (tensors) => {
    saved = tensors;
  });
  return gradFunc(dy, saved);
}
