// All lowerings. A kernel that is in no table runs on tfjs's cpu backend.

import type { LoweringTable } from "../lowering.ts";
import { arrangeLowerings } from "./arrange.ts";
import { batchNormLowerings } from "./batch-norm.ts";
import { binaryLowerings } from "./binary.ts";
import { blockLowerings } from "./blocks.ts";
import { convolutionLowerings } from "./convolution.ts";
import { createLowerings } from "./create.ts";
import { einsumLowerings } from "./einsum.ts";
import { gatherLowerings } from "./gather.ts";
import { imageLowerings } from "./image.ts";
import { matMulLowerings } from "./mat-mul.ts";
import { poolingLowerings } from "./pooling.ts";
import { reduceLowerings } from "./reduce.ts";
import { scanLowerings } from "./scan.ts";
import { scatterLowerings } from "./scatter.ts";
import { unaryLowerings } from "./unary.ts";

/** The lowering of each kernel that has one. */
export const lowerings: LoweringTable = {
  ...unaryLowerings,
  ...binaryLowerings,
  ...matMulLowerings,
  ...einsumLowerings,
  ...convolutionLowerings,
  ...poolingLowerings,
  ...batchNormLowerings,
  ...reduceLowerings,
  ...scanLowerings,
  ...arrangeLowerings,
  ...blockLowerings,
  ...imageLowerings,
  ...gatherLowerings,
  ...scatterLowerings,
  ...createLowerings,
};
