/** An object that many rules query in the same way. */
export interface Asked {
  /**
   * Answers by question. They live as long as the object: a weak map of thousands of objects keeps the garbage
   * collector busy.
   */
  readonly answers: Map<unknown, unknown>;
}

/**
 * The answer to a question about an object, computed on the first call. The question must be a function of a module,
 * not a closure.
 */
export function once<About extends Asked, Answer>(about: About, question: (about: About) => Answer): Answer {
  const { answers } = about;
  const known = answers.get(question);
  if (known !== undefined || answers.has(question)) return known as Answer;
  const answer = question(about);
  answers.set(question, answer);
  return answer;
}
