import { questionsAbout } from "../images/questions.ts";
import { type ImageQuestion, questionKey } from "../images/registry.ts";
import { type SourceFile, sourcesOf } from "../lint/file.ts";
import type { WorkspaceView } from "../workspace/index.ts";

/**
 * What to ask registries about the images of a file, and about the images that fixes can replace them with. Images whose
 * names another tool replaces are left out.
 */
export function questionsIn(
  { uri, entries }: SourceFile,
  workspace: WorkspaceView,
): readonly ImageQuestion[] {
  const uses = entries.flatMap(({ entry }) => sourcesOf(entry).flatMap(({ images }) => images));
  const questions = uses
    .filter(({ name, versioned }) => versioned && !workspace.isReplaced(name, uri))
    .flatMap(({ parsed }) => questionsAbout(parsed));
  return [...new Map(questions.map((question) => [questionKey(question), question])).values()];
}
