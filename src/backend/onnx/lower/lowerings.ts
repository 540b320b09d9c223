// All lowerings. A kernel that is in no table runs on tfjs's cpu backend.

import type { LoweringTable } from "../lowering.ts";
import { arrangeLowerings } from "./arrange.ts";
import { binaryLowerings } from "./binary.ts";
import { createLowerings } from "./create.ts";
import { gatherLowerings } from "./gather.ts";
import { matMulLowerings } from "./mat-mul.ts";
import { reduceLowerings } from "./reduce.ts";
import { unaryLowerings } from "./unary.ts";

/** The lowering of each kernel that has one. */
export const lowerings: LoweringTable = {
  ...unaryLowerings,
  ...binaryLowerings,
  ...matMulLowerings,
  ...reduceLowerings,
  ...arrangeLowerings,
  ...gatherLowerings,
  ...createLowerings,
};
