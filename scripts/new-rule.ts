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
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { target: { type: "string", default: "containers" } },
});
const [category, id] = (positionals[0] ?? "").split("/");
const scaffold: Scaffold | undefined = scaffolds[values.target];

if (!category || !categories.includes(category) || !id || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
  fail(`usage: npm run new-rule -- CATEGORY/RULE-ID, with CATEGORY one of ${categories.join(", ")}`);
}
if (!scaffold) fail(`--target must be one of ${Object.keys(scaffolds).join(", ")}`);
const file = join(root, category, id);
if (existsSync(`${file}.ts`)) fail(`${category}/${id} exists already`);

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const head = `  id: "${id}",
  category: "${category}",
  severity: "warning",
  since: "${manifest.version}",
  presets: ["strict"],
  summary: "What is wrong, in one line.",
  why: "What happens because of it, in one sentence.",
  links: ["https://kubernetes.io/docs/"],
`;
writeFileSync(`${file}.ts`, scaffold.code.replace("  HEAD\n", head));
writeFileSync(
  `${file}.md`,
  `# ${id}

What this rule reports. Why that matters. When not to use it.

\`\`\`${scaffold.language} report
${scaffold.bad}\`\`\`

What is fine:

\`\`\`${scaffold.language} clean
${scaffold.good}\`\`\`
`,
);
console.log(`Wrote engine/rules/${category}/${id}.ts and .md.
Next: npm run generate, then UPDATE=1 npm run rule -- ${id}`);

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
