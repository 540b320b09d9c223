// Tasks of different kinds from one task set: digits, characters and languages, whose inputs are all 784 numbers.

import { mixTaskSets } from "acclimate/task-set";
import type { TaskSet } from "acclimate/task-set";
import { characters } from "./characters.ts";
import { digits } from "./digits.ts";
import { languages } from "./languages.ts";

/**
 * Digits, characters and languages, each a third of the tasks. To a network, the numbers of a text are a picture too, one
 * without neighbourhood.
 */
export const mixed: TaskSet = mixTaskSets({
  id: "mixed@1",
  description: "Tasks of digits, of characters and of languages, a third each",
  domains: [
    { name: "digits", taskSet: digits },
    { name: "characters", taskSet: characters },
    { name: "languages", taskSet: languages },
  ],
});
