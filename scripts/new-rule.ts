/**
 * `npm run new-rule -- security/host-path-mount [--target containers|objects|dockerfile]`: writes both files of a rule,
 * with a page that fails until the rule is implemented.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Scaffold, scaffolds } from "./new-rule.data.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "engine", "rules");
const categories = readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() && entry.name !== "shared" ? [entry.name] : [],
);
const targets = Object.keys(scaffolds).join(", ");
const { path, target } = readArguments();
const [category, id] = path.split("/");
const scaffold: Scaffold | undefined = scaffolds[target];

if (!category || !categories.includes(category)) fail(`CATEGORY must be one of ${categories.join(", ")}`);
if (!id || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
  fail("RULE-ID must be lowercase words with hyphens, such as host-path-mount");
if (!scaffold) fail(`--target must be one of ${targets}`);
const namesake = categories.find((folder) => existsSync(join(root, folder, `${id}.ts`)));
if (namesake) fail(`the rule ${namesake}/${id} already exists`);
const file = join(root, category, id);

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const head = `  id: "${id}",
  category: "${category}",
  severity: "warning",
  since: "${manifest.version}",
  presets: ["strict"],
  summary: "TODO: the problem, in one line.",
  why: "TODO: the consequence, in one sentence.",
  links: ["https://kubernetes.io/docs/TODO: the source of the rule"],
`;
writeFileSync(`${file}.ts`, scaffold.code.replace("  HEAD\n", head));
writeFileSync(
  `${file}.md`,
  `# ${id}

TODO: what this rule reports, why that matters, when not to use it.

\`\`\`${scaffold.language} report
${scaffold.bad}\`\`\`

TODO: what is not reported.

\`\`\`${scaffold.language} clean
${scaffold.good}\`\`\`
`,
);
console.log(`Wrote engine/rules/${category}/${id}.ts and .md.
Replace what is marked with TODO. A rule to learn from: engine/rules/${scaffold.model}.ts.
Then run: npm run rule -- ${id} --update`);

function readArguments() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { target: { type: "string", default: "containers" } },
    });
    if (positionals.length === 1) return { path: positionals[0]!, target: values.target };
  } catch {
    // An unknown option.
  }
  return fail(`usage: npm run new-rule -- CATEGORY/RULE-ID [--target TARGET]
CATEGORY is one of ${categories.join(", ")}.
TARGET is one of ${targets}.`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
