import { expect, test } from "vitest";
import { redacted } from "../../../engine/kubernetes/confidential.ts";

test.each([
  ["its own words", 'Container "db" gets a password in plain text in ROOT_PWD.', ["password"], undefined],
  ["its own words, written differently", 'Container "db" gets a password.', ["pass-word"], undefined],
  ["names that hold the word", 'Deployment "mythical-database" is fine.', ["mythical"], undefined],
  [
    "what it quotes",
    'The value "password" is a password.',
    ["password"],
    'The value "(hidden)" is a password.',
  ],
  [
    "what is named behind a colon",
    "The key token: hunter is unknown.",
    ["hunter"],
    "The key token: (hidden) is unknown.",
  ],
  ["a value with digits, anywhere", "Set x to hunter22.", ["hunter22"], "Set x to (hidden)."],
  ["a quote without an end", 'The key "hunter is unknown.', ["hunter"], 'The key "(hidden) is unknown.'],
])("a sentence without credentials: %s", (_, sentence, texts, expected = sentence) => {
  expect(redacted(sentence, texts)).toBe(expected);
});
