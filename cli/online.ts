import { join, resolve } from "node:path";
import { type ImageQuestion, questionKey } from "../engine/index.ts";
import { cacheFolder } from "../host/cache.ts";
import { RegistryClient } from "../host/registry/client.ts";
import type { Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";
import type { Progress } from "./terminal/progress.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Queries registries about the images of a run, and passes the answers to the linter. Failures are reported on standard
 * error, once for each registry, and do not stop the run.
 *
 * @param platforms whether to also query sizes and users, which takes several requests for each image
 */
export async function askRegistries(
  workspace: Workspace,
  options: Arguments,
  io: Io,
  progress: Progress,
  platforms: boolean,
): Promise<void> {
  const questions = new Map<string, ImageQuestion>();
  for (const file of workspace.files) {
    workspace.visit(file, () => {
      for (const question of workspace.linter.imageQuestions(file.uri))
        questions.set(questionKey(question), question);
    });
  }
  const told = new Set<string>();
  const tell = (problem: string) => {
    if (!told.has(problem)) io.complain(problem);
    told.add(problem);
  };
  const authority = options.value("certificate-authority");
  const client = new RegistryClient({
    cacheFolder: join(cacheFolder(), "registry"),
    ...(authority !== undefined && { certificateAuthority: resolve(io.cwd, authority) }),
    internalRegistries: options.values("internal-registry"),
    onProblem: tell,
  });
  let done = 0;
  await Promise.all(
    [...questions.values()].map(async (question) => {
      const answer = await client.ask(question, { platforms });
      workspace.linter.setAnswer(question, answer);
      if (answer.kind === "unavailable") tell(`${question.registry} ${answer.reason}`);
      if (answer.kind === "denied")
        tell(
          `${question.registry}/${question.repository} requires credentials, or rejects the configured ones`,
        );
      progress.step("querying registries", ++done, questions.size);
    }),
  );
}
