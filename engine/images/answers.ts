import type { OfficialImage } from "./catalog.ts";

/** How many answers to one question an image keeps: more tags than a workspace names, so that half-typed ones do not pile up. */
const MAX_ANSWERS = 500;

/**
 * The answer to a question about a tag, found out at the first time of asking: rules ask for the same tags at each
 * keystroke, and an answer may take a walk over all tags. The question is a function of a module, not a closure.
 */
export function remembered<Answer>(
  image: OfficialImage,
  tag: string,
  question: (image: OfficialImage, tag: string) => Answer,
): Answer {
  const known = image.answers.get(question) ?? new Map<string, unknown>();
  image.answers.set(question, known);
  if (known.has(tag)) return known.get(tag) as Answer;
  const answer = question(image, tag);
  if (MAX_ANSWERS <= known.size) known.clear();
  known.set(tag, answer);
  return answer;
}
