import { questionKey, type RegistryAnswer } from "../../engine/images/registry.ts";
import type { Linter } from "../../engine/linter.ts";
import type { Example } from "./page.ts";

/** Sets the answers of registries about the images of a file, as given by an example. */
export function answer(linter: Linter, uri: string, { answers = {} }: Example): void {
  for (const question of linter.imageQuestions(uri)) {
    const said = answers[questionKey(question)];
    if (said !== undefined) linter.setAnswer(question, said as RegistryAnswer);
  }
}
