// The arrows of the design: client -> server -> engine <- cli, and inside the engine imports go downwards only.
const rooms = [
  "text",
  "patterns",
  "yaml",
  "documents",
  "images",
  "dockerfile",
  "kubernetes",
  "cel",
  "workspace",
  "settings",
  "edits",
  "rule",
  "config",
  "lint",
  "rules",
  "fix",
  "features",
];

const upward = rooms.map((room, depth) => ({
  name: `engine-${room.replaceAll("|", "-")}-imports-downwards`,
  severity: "error",
  from: { path: `^engine/(${room})/` },
  // The door and what stands beside it are above every room.
  to: { path: `^engine/(?:(${rooms.slice(depth + 1).join("|") || "nothing"})/|[^/]+$)` },
}));

module.exports = {
  forbidden: [
    ...upward,
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "engine-is-pure",
      comment: "The engine knows nothing of the adapters around it.",
      severity: "error",
      from: { path: "^engine/" },
      to: { path: "^(host|server|cli|client|protocol)/" },
    },
    {
      name: "engine-has-no-node",
      severity: "error",
      from: { path: "^engine/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "engine-libraries",
      severity: "error",
      from: { path: "^engine/" },
      to: {
        path: "node_modules/",
        pathNot:
          "node_modules/(js-yaml|fastest-levenshtein|picomatch|@types/picomatch|dockerfile-ast|@marcbachmann/cel-js)/",
      },
    },
    {
      name: "one-door",
      comment: "Adapters use the engine through engine/index.ts.",
      severity: "error",
      from: { path: "^(host|server|cli|client|protocol)/" },
      to: { path: "^engine/", pathNot: "^engine/index\\.ts$" },
    },
    {
      name: "rules-stand-alone",
      severity: "error",
      from: { path: "^engine/rules/", pathNot: "^engine/rules/index\\.generated\\.ts$" },
      to: { path: "^engine/rules/", pathNot: "^engine/rules/shared/" },
    },
    {
      name: "shared-serves-rules",
      comment: "What rules have in common knows none of them.",
      severity: "error",
      from: { path: "^engine/rules/shared/" },
      to: { path: "^engine/rules/", pathNot: "^engine/rules/shared/" },
    },
    {
      name: "rooms-have-ranks",
      severity: "error",
      from: { path: "^engine/" },
      to: { path: "^engine/[^/]+/", pathNot: `^engine/(${rooms.join("|")})/` },
    },
    {
      name: "client-is-thin",
      severity: "error",
      from: { path: "^client/" },
      to: { path: "^(engine|host|server|cli)/" },
    },
    {
      name: "server-without-cli",
      severity: "error",
      from: { path: "^server/" },
      to: { path: "^(cli|client)/" },
    },
    {
      name: "cli-without-client",
      comment: "`kubewright lsp` starts the server through its main file only.",
      severity: "error",
      from: { path: "^cli/" },
      to: { path: "^(client|server)/", pathNot: "^server/main\\.ts$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: { extensions: [".ts", ".js", ".json"] },
  },
};
