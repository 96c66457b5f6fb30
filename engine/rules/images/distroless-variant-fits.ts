import { type DistrolessBase, distrolessFor } from "../../dockerfile/distroless.ts";
import type { Stage } from "../../dockerfile/dockerfile.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";
import { percentDecoded } from "../../text/percent.ts";
import { sentenceList } from "../../text/sentence.ts";
import { fileNameOf, folderOf } from "../../text/uri.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

export default defineRule({
  id: "distroless-variant-fits",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The final stage of a Dockerfile can be based on a distroless image.",
  why: "A distroless image has no shell and no package manager, so it has fewer vulnerabilities and a smaller attack surface.",
  links: ["https://github.com/GoogleContainerTools/distroless"],
  on: inWorkspace(images),

  *check({ dockerfile, images: uses }, { workspace, uri }) {
    const base = dockerfile && distrolessFor(dockerfile);
    // The tag is `latest`, without a version, where a port below 1024 needs root.
    if (!base || base.image.endsWith(":latest") || readsNode(uri, workspace)) return;
    for (const use of uses) {
      if (!use.stage?.isFinal) continue;
      yield {
        at: use.at,
        range: rangeOfFirst(use, "name"),
        data: { text: use.text, base, notes: notesOn(use.stage, base) },
      };
    }
  },

  message: ({ text, base: { image, why } }) =>
    `${why.replace(/\.$/, "")}, but ${text.replace(/@.*$/, "")} gives an attacker a shell. ${image} has none.`,

  fixClasses: ["review"],
  *fixes(
    {
      data: {
        base,
        base: { image },
        notes,
      },
    },
    edit,
  ) {
    // Review: the image has no shell, so users cannot run commands in it, not even to debug.
    yield {
      class: "review",
      title: `Use ${image} (${notes})`,
      edits: base.edits.map(({ start, end, text }) => edit.splice(start, end, text)),
    };
  },
});

/** What the fix changes, for its title. */
function notesOn({ instructions }: Stage, { edits }: DistrolessBase): string {
  const changed = instructions.filter(({ range }) =>
    edits.slice(1).some(({ start }) => range.start <= start && start < range.end),
  );
  const users = instructions.filter(({ keyword }) => keyword === "USER");
  const isNewUser = users.every((user) => changed.includes(user));
  const keywords = [...new Set(changed.map(({ keyword }) => keyword))];
  return [
    "no shell or package manager",
    // The user of the tag `nonroot`, unless the Dockerfile sets one.
    ...(isNewUser ? ["runs as UID 65532"] : []),
    ...(keywords.length === 0 ? [] : [`also adapts ${sentenceList(keywords)}`]),
  ].join(", ");
}

/**
 * Whether pods of the image mount files of the node, which the user of the distroless image often cannot read. The pods
 * are those next to the Dockerfile, and those whose image is called like its folder.
 */
function readsNode(uri: string, workspace: WorkspaceView): boolean {
  const folder = folderOf(uri);
  const name = percentDecoded(fileNameOf(folder));
  const isOf = (image: string) => {
    const last =
      image
        .replace(/[:@][^/]*$/, "")
        .split("/")
        .at(-1) ?? "";
    return last === name || last.endsWith(`-${name}`);
  };
  return workloadKinds.some((kind) =>
    workspace
      .ofKind(kind, undefined)
      .some(({ pod, place }) => pod?.mountsHost && (folderOf(place.uri) === folder || pod.images.some(isOf))),
  );
}

const workloadKinds = [
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/StatefulSet",
  "batch/CronJob",
  "batch/Job",
  "/Pod",
];
