import { defaultConfig } from "../../../engine/config/config.ts";
import { parseConfig } from "../../../engine/index.ts";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";
import { applyEdits } from "../../../engine/text/range.ts";

/** A linter with a text, in which `▮` is the cursor. */
export function open(
  marked: string,
  {
    uri = "file:///shop/web.yaml",
    others = {},
    config = "",
  }: {
    readonly uri?: string;
    /** Texts of other files, by name. */
    readonly others?: Readonly<Record<string, string>>;
    /** A `.kubewright.yaml`. */
    readonly config?: string;
  } = {},
) {
  const offset = marked.indexOf("▮");
  const text = marked.replace("▮", "");
  const chosen = config === "" ? defaultConfig : parseConfig(config).config;
  const linter = new Linter(rules, () => chosen);
  for (const [name, other] of Object.entries(others)) linter.setFile(`file:///shop/${name}`, other);
  linter.setFile(uri, text);
  return { linter, uri, text, offset };
}

/** A pod with one container and the given text after `image:`. */
export function pod(image: string, rest = ""): string {
  return `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image:${image}
      ports: [{ containerPort: 80 }]
${rest}`;
}

/** The completions at the cursor, and the text after accepting one of them. */
export function complete(marked: string, options?: Parameters<typeof open>[1]) {
  return completeIn(open(marked, options));
}

/** The same in a linter with additional facts. */
export function completeIn({ linter, uri, text, offset }: ReturnType<typeof open>) {
  const found = linter.completions(uri, offset);
  const items = found?.items ?? [];
  return {
    found,
    items,
    labels: items.map(({ label }) => label),
    typed: found && text.slice(found.insert.start, found.insert.end),
    replaced: found && text.slice(found.replace.start, found.replace.end),
    item: (label: string) => items.find((item) => item.label === label),
    /** The line of the cursor after accepting an item. */
    lineAfter: (label: string) => {
      const item = items.find((one) => one.label === label);
      if (!found || !item) return undefined;
      const after = applyEdits(text, [{ ...found.replace, text: item.text }]);
      const start = text.lastIndexOf("\n", offset - 1) + 1;
      return after.slice(start).split(/\r?\n/, 1)[0]?.trim();
    },
  };
}
