// Which file may import which. Imports go down the layers only; CONTRIBUTING.md draws the picture.

/** Paths of each layer of src/, lowest first. */
const LAYERS = [
  "src/(?!index|env|task-set|few-shot)[^/]+[.]ts$",
  "src/backend/",
  "src/nn/",
  "src/(rl|tasks)/",
  "src/meta/",
  "src/(meta-rl|few-shot|classical)/",
  "src/(train|report|reproduce)/",
  "src/cli/",
];

const upward = LAYERS.slice(0, -1).map((layer, index) => ({
  name: "imports-go-downward",
  comment: "A layer of src/ imports itself and lower layers.",
  severity: "error",
  from: { path: `^${layer}` },
  to: { path: `^(${LAYERS.slice(index + 1).join("|")})` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...upward,
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "listed-dependencies",
      comment: "What is published imports packages that package.json lists under dependencies.",
      severity: "error",
      from: {},
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "rl-knows-nn-by-type",
      comment: "A rollout plays any policy: it needs the interface, not an implementation.",
      severity: "error",
      from: { path: "^src/rl/" },
      to: { path: "^src/nn/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "meta-knows-no-rl",
      comment:
        "A meta-learner knows a task through a differentiable loss of parameters and data; whoever learns supervised " +
        "tasks loads nothing of reinforcement learning.",
      severity: "error",
      from: { path: "^src/(tasks|meta|few-shot)/" },
      to: { path: "^src/(rl|meta-rl|classical)/" },
    },
    {
      name: "few-shot-door-without-rl",
      comment: "An experiment of supervised tasks imports acclimate/few-shot, and with it no RL.",
      severity: "error",
      from: { path: "^src/few-shot[.]ts$" },
      to: { path: "^src/(rl|meta-rl|classical)/", reachable: true },
    },
    {
      name: "training-without-reports",
      comment: "Reports are made from what training writes.",
      severity: "error",
      from: { path: "^src/train/" },
      to: { path: "^src/report/" },
    },
    {
      name: "doors-open-inwards",
      comment:
        "Doors are for users of the package; inside src/, import the file itself. few-shot.ts holds task-set.ts open, too.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/few-shot[.]ts$" },
      to: { path: "^src/(index|env|task-set|few-shot)[.]ts$" },
    },
    {
      name: "env-door-is-narrow",
      comment: "What environments import must load no tensors.",
      severity: "error",
      from: { path: "^src/env[.]ts$" },
      to: {
        pathNot:
          "^src/((errors|json|random|samplers)[.]ts|rl/((environment|spaces|finite-horizon|unbatch|format-fixed|text-map|render-arms|render-grid|render-plane|render-strips)[.]ts|wrappers/))",
      },
    },
    {
      name: "task-set-door-is-narrow",
      comment: "What task sets import must load no tensors and nothing of reinforcement learning.",
      severity: "error",
      from: { path: "^src/task-set[.]ts$" },
      to: { pathNot: "^src/((errors|json|random)[.]ts|tasks/)" },
    },
    {
      name: "src-stands-alone",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(envs|task-sets|experiments|test)/" },
    },
    {
      name: "envs-import-the-env-door",
      comment:
        "Environments are plain numbers and typed arrays, written against acclimate/env alone.",
      severity: "error",
      from: { path: "^envs/" },
      to: { pathNot: "^src/env[.]ts$" },
    },
    {
      name: "task-sets-import-the-task-set-door",
      comment:
        "Task sets are plain numbers, written against acclimate/task-set alone; it reads the packages that hold data.",
      severity: "error",
      from: { path: "^task-sets/" },
      to: { pathNot: "^(src/task-set[.]ts$|task-sets/)" },
    },
    {
      name: "experiments-import-the-public-door",
      severity: "error",
      from: { path: "^experiments/", pathNot: "^experiments/reproductions/" },
      to: { pathNot: "^(src/(index|few-shot)[.]ts$|envs/|task-sets/|experiments/presets/)" },
    },
    {
      name: "reproductions-import-experiments",
      comment: "A reproduction of adaptation trains an experiment; no other file imports one.",
      severity: "error",
      from: { path: "^experiments/reproductions/" },
      to: { pathNot: "^(src/(index|few-shot)[.]ts$|envs/|experiments/[^/]+[.]ts$)" },
    },
    {
      name: "doors-by-name",
      comment:
        "Environments, task sets and experiments read as a user's own: they import acclimate by its name.",
      severity: "error",
      from: { path: "^(envs|task-sets|experiments)/" },
      to: { path: "^src/", dependencyTypes: ["local"] },
    },
    {
      name: "onnxruntime-behind-its-backend",
      severity: "error",
      from: { path: "^(src|envs|task-sets|experiments)/", pathNot: "^src/backend/onnx/" },
      to: { path: "onnxruntime-" },
    },
    {
      name: "mathjs-behind-schedules",
      comment:
        "mathjs takes most of a second to import; schedule.ts loads it only when it is needed.",
      severity: "error",
      from: { path: "^(src|envs|task-sets|experiments)/", pathNot: "^src/schedule[.]ts$" },
      to: { path: "node_modules/mathjs" },
    },
    {
      name: "tfjs-core-alone",
      comment:
        "The union package @tensorflow/tfjs takes three times as long to import as its core. Only " +
        "what registers gradients needs it, and loads it when a backend is selected.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/backend/gradients/install[.]ts$" },
      to: { path: "node_modules/@tensorflow/tfjs/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["source", "types", "import", "node", "default"],
    },
  },
};
