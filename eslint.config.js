// @ts-check
// Type-aware linting of everything. A rule is off only with its reason beside it.

import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import jsdoc from "eslint-plugin-jsdoc";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores(["dist/", "docs/api/", "runs/", "coverage/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { jsdoc },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      // Not isolatedDeclarations: the types of schemas and of experiments are inferred, and are worth inferring.
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportNamedDeclaration > FunctionDeclaration:not([returnType])",
          message: "An exported function has an explicit return type.",
        },
      ],
      // As tsc has it: an underscore says that a value is left out on purpose.
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      // TensorFlow.js hands out its backends and tensors as interfaces; what they are is known by construction.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      // Messages are full of sizes and steps; a number in a template is no accident here.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `for (const x of xs) f(x)` style callbacks: `() => tensor.dispose()` reads better than a block.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // In hot loops over typed arrays, where the length has been checked, `xs[i]!` is what costs nothing.
      "@typescript-eslint/no-non-null-assertion": "off",
      // `interface Ours extends Theirs {}` is how a declaration of another module is augmented.
      "@typescript-eslint/no-empty-object-type": [
        "error",
        { allowInterfaces: "with-single-extends" },
      ],
      // Doc comments are TSDoc: the types stand in the code, and only what needs words gets a tag.
      "jsdoc/no-types": "error",
      "jsdoc/empty-tags": "error",
      "jsdoc/require-param-description": "error",
      "jsdoc/require-returns-description": "error",
      "jsdoc/check-tag-names": ["error", { typed: true, definedTags: ["defaultValue", "remarks"] }],
      "jsdoc/check-param-names": [
        "error",
        { disableMissingParamChecks: true, checkDestructured: false },
      ],
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["src/**/*.ts", "envs/**/*.ts", "task-sets/**/*.ts", "experiments/**/*.ts"],
    rules: {
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          require: { FunctionDeclaration: true, ClassDeclaration: true },
          contexts: [
            "TSInterfaceDeclaration",
            "TSTypeAliasDeclaration",
            "ExportNamedDeclaration > VariableDeclaration",
          ],
        },
      ],
    },
  },
  {
    files: ["src/cli/**/*.ts", "scripts/**/*.ts", "test/support/global-setup.ts"],
    rules: { "no-console": "off" },
  },
);
