import { apkRewrites } from "../../dockerfile/apk.ts";
import { aptInstalls } from "../../dockerfile/apt.ts";
import { isOnAlpine } from "../../images/alpine.ts";
import { alpinePackagesOf } from "../../images/alpine-packages.ts";
import { defineRule, images } from "../../rule/rule.ts";

export default defineRule({
  id: "apt-on-alpine",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A Dockerfile runs apt-get in a stage that is based on Alpine.",
  why: "Alpine's package manager is apk. The image does not contain apt-get, so the build fails.",
  links: [
    "https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper",
    "https://docs.docker.com/build/building/best-practices/#apt-get",
  ],
  on: images,

  *check({ dockerfile, images: uses }) {
    for (const { stage, parsed, text } of uses) {
      if (!dockerfile || !stage || !isOnAlpine(parsed)) continue;
      const edits = apkRewrites(dockerfile, stage, (name) => alpinePackagesOf(name)?.join(" "));
      for (const { run } of aptInstalls(dockerfile, stage)) {
        yield { at: run.keywordRange, data: { text, edits } };
      }
    }
  },

  message: ({ text }) =>
    `This stage runs apt-get, but its base image "${text}" has only apk, so the build fails here.`,

  fixClasses: ["safe"],
  *fixes({ data: { edits } }, edit) {
    // Safe: the build could not succeed, and each package has the same content on Alpine.
    yield {
      class: "safe",
      title: "Use apk instead of apt-get",
      edits: edits?.map(({ start, end, text }) => edit.splice(start, end, text)),
    };
  },
});
