import { fileURLToPath } from "node:url";

/** The folder of the repository, with a final slash. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));
