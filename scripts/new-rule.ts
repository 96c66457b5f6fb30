/** `npm run new-rule -- security/host-path-mount`: writes both files of a rule, with a page that fails until the rule is written. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "engine", "rules");
const categories = readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const [category, id] = (process.argv[2] ?? "").split("/");

if (!category || !categories.includes(category) || !id || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
  console.error(`usage: npm run new-rule -- CATEGORY/RULE-ID, with CATEGORY one of ${categories.join(", ")}`);
  process.exit(2);
}
const file = join(root, category, id);
if (existsSync(`${file}.ts`)) {
  console.error(`${category}/${id} exists already`);
  process.exit(2);
}

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
writeFileSync(
  `${file}.ts`,
  `import { containersOf, nameOf } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "${id}",
  category: "${category}",
  severity: "warning",
  since: "${manifest.version}",
  presets: ["strict"],
  summary: "What is wrong, in one line.",
  why: "What happens because of it, in one sentence.",
  links: ["https://kubernetes.io/docs/"],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      if (container.at("field")?.value !== true) continue;
      yield { at: nameOf(container), data: { name: container.name } };
    }
  },

  message: ({ name }) => \`Container "\${name}" does something, so something follows.\`,
});
`,
);
writeFileSync(
  `${file}.md`,
  `# ${id}

What this example shows; ⟦…⟧ marks what is underlined.

\`\`\`yaml report
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: ⟦web⟧
      image: ghcr.io/acme/web:1.4.2
      # Write here what the rule reports. Until then the page fails its test.
\`\`\`

What is fine.

\`\`\`yaml clean
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }]
\`\`\`
`,
);
console.log(
  `engine/rules/${category}/${id}.ts and .md are there. Next: npm run generate, then UPDATE=1 npm run rule -- ${id}`,
);
