import { isBroken } from "../../documents/document.ts";
import { titleOfKustomization } from "../../kubernetes/kustomization.ts";
import { fileReferences } from "../../kubernetes/kustomization-files.ts";
import { defineRule, inWorkspace, kustomizations } from "../../rule/rule.ts";
import { fileNameOf, folderOf, relativePath } from "../../text/uri.ts";
import { resolvePath } from "../../workspace/kustomization.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "kustomization-file-missing",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A kustomization refers to a file or folder that does not exist.",
  why: "Kustomize builds nothing if it cannot read one of its files.",
  links: ["https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/"],
  on: inWorkspace(kustomizations),

  *check(kustomization, { workspace, uri }) {
    if (isBroken(kustomization.document)) return;
    const title = titleOfKustomization(kustomization);
    const references = fileReferences(kustomization.root);
    const missing = references.flatMap(({ at, path, from }) => {
      const target = resolvePath(`${folderOf(uri)}/`, path);
      if (!workspace.isMissing(target)) return [];
      const near = workspace
        .filesIn(folderOf(target))
        .filter((file) => file !== uri && isNear(fileNameOf(file), fileNameOf(target)));
      const meant = near.length === 1 ? relativePath(folderOf(uri), near[0]!) : undefined;
      return { at, data: { title, path, key: at.string!.slice(0, from), meant, count: 1 } };
    });
    const [first] = missing;
    // A script builds such a kustomization in another folder.
    const isTemplate = 2 < missing.length && missing.length === references.length;
    if (first && isTemplate && missing.every(({ data }) => data.meant === undefined))
      yield { at: first.at, severity: "information", data: { ...first.data, count: missing.length } };
    else yield* missing;
  },

  message: ({ title, path, meant, count }) => {
    if (1 < count)
      return `${title} refers to ${count} paths that do not exist, such as "${path}", so Kustomize cannot build it.`;
    const question = meant === undefined ? "." : `; did you mean "${meant}"?`;
    return `${title} refers to "${path}", which does not exist, so Kustomize cannot build it${question}`;
  },

  fixClasses: ["review"],
  *fixes({ data: { key, meant }, at }, edit) {
    // Review: only a person can tell whether this is the file.
    if (meant !== undefined)
      yield { class: "review", title: `Use ${meant}`, edits: [edit.setValue(at, `${key}${meant}`)] };
  },
});

function isNear(name: string, missing: string): boolean {
  const stem = (text: string) => text.replace(/\.(?:ya?ml|json)$/, "");
  return stem(name) === stem(missing) || isTypo(stem(missing), stem(name));
}
