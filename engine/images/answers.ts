import type { OfficialImage } from "./catalog.ts";

/**
 * How many answers to one question an image keeps: more tags than a workspace uses, but half-typed ones must not pile
 * up.
 */
const MAX_ANSWERS = 500;

/**
 * The answer to a question about a tag, computed on the first call: rules ask about the same tags at each keystroke,
 * and an answer can require a walk over all tags. The question must be a function of a module, not a closure.
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
