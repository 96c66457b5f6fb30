import type { FixClass, FixedFiles, FixRequest } from "../engine/index.ts";
import type { FixSummary } from "../protocol/messages.ts";
import { type CreatedFile, type DocumentEdits, toWorkspaceEdit } from "./convert/edit.ts";
import { reviewAnnotation, reviewed } from "./reviewed.ts";
import { inSlices } from "./schedule.ts";
import type { Session } from "./session.ts";

const nothing: FixSummary = { files: 0, fixed: 0 };

/** Proposes safe and review fixes for all files as one edit. Review fixes must be selected in the preview. */
export async function fixWorkspace(session: Session, stop: () => boolean): Promise<FixSummary> {
  const { annotatedEdits, appliesEdits } = session.client;
  const keys = new Set([...session.held().map(({ key }) => key), ...session.workspace.files]);
  const files = [...keys].filter((key) => !session.workspace.leftOut(key));
  const safe = await fixed(session, files, ["safe"], stop);
  // Without a preview, the user cannot review fixes, so only safe ones are applied.
  const all = annotatedEdits && appliesEdits ? await fixed(session, files, ["safe", "review"], stop) : safe;
  if (!safe || !all) return nothing;
  const { changed, created } = reviewed(all.files, safe.files);
  const documents = changed.flatMap(({ uri, edits }) => {
    const marked = edits.map((edit) => ({ annotation: "safe", ...edit }));
    return session.documentEdits(uri, marked) ?? [];
  });
  const count = all.files.reduce((sum, file) => sum + file.fixed, 0);
  if (documents.length + created.length === 0) return nothing;
  // The progress ends here, because the user can take a long time to look at the proposal.
  void propose(session, documents, created, count);
  return { files: documents.length + created.length, fixed: count };
}

/** The result of fixing files, in time slices; `undefined` if `stop` returned true. */
async function fixed(
  { linter }: Session,
  keys: readonly string[],
  classes: readonly FixClass[],
  stop: () => boolean,
): Promise<FixedFiles | undefined> {
  const requests: readonly FixRequest[] = [{ classes }];
  let result: FixedFiles | undefined;
  const steps = linter.fixFiles(keys, requests);
  const untilDone = (function* () {
    result = yield* steps;
  })();
  return (await inSlices(untilDone, () => {}, stop)) ? result : undefined;
}

async function propose(
  session: Session,
  documents: readonly DocumentEdits[],
  created: readonly CreatedFile[],
  fixed: number,
): Promise<void> {
  const isReviewed = ({ annotation }: { readonly annotation?: string }) => annotation === reviewAnnotation;
  const anyReview = created.some(isReviewed) || documents.some(({ edits }) => edits.some(isReviewed));
  // If no edit needs confirmation, the editor changes the files without a preview.
  const answer = anyReview ? "Preview" : await askToFix(session, fixed, documents.length);
  if (answer === undefined) return;
  const annotations = {
    safe: {
      label: "Safe: does not change what runs",
      needsConfirmation: answer === "Preview" && !anyReview,
    },
    [reviewAnnotation]: { label: "Review: can change what runs", needsConfirmation: true },
  };
  const edit = toWorkspaceEdit(documents, session.client, annotations, created);
  // Some clients do not support edits at all.
  await session.connection.workspace.applyEdit({ label: "Fix workspace", edit }).catch(() => {});
}

/** Edits that need confirmation are not selected in the preview, and there can be many safe ones, so the user chooses. */
async function askToFix(
  { client, connection }: Session,
  fixed: number,
  files: number,
): Promise<string | undefined> {
  // The user has already run the command.
  if (!client.asksUser) return "Fix";
  const choices = client.annotatedEdits ? ["Fix", "Preview"] : ["Fix"];
  const question = `Kubewright can fix ${fixed} findings in ${files} files without changing what runs.`;
  const answer = await connection.window.showInformationMessage(
    question,
    ...choices.map((title) => ({ title })),
  );
  return answer?.title;
}

/** Applies the safe fixes of one file. */
export async function fixFile(session: Session, uri: string): Promise<FixSummary> {
  const held = session.current(uri);
  const { edits, fixed } = held
    ? session.linter.fixAll(held.key, { classes: ["safe"] })
    : { edits: [], fixed: 0 };
  if (!held || edits.length === 0) return { files: 0, fixed: 0 };
  const edit = toWorkspaceEdit([{ ...held, edits }], session.client);
  const { applied } = await session.connection.workspace.applyEdit({ label: "Fix file", edit });
  return applied ? { files: 1, fixed } : { files: 0, fixed: 0 };
}
