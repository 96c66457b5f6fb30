import { type Hover, MarkupKind } from "vscode-languageserver/node";
import { type ConfigKeyCard, configKeyAt } from "../../engine/index.ts";
import type { Background } from "../background.ts";
import { gravestFirst } from "../convert/diagnostic.ts";
import { findingText, reasonText } from "../convert/hover.ts";
import { imageCardText } from "../convert/image-card.ts";
import { toRange } from "../convert/position.ts";
import type { Held, Session } from "../session.ts";

/** `textDocument/hover`: the findings at the position, then the image card, if there is an image. */
export function answerHover({ session, ready }: Background): void {
  session.connection.onHover(async ({ textDocument, position }, token) => {
    await ready;
    const held = token.isCancellationRequested ? undefined : session.current(textDocument.uri);
    if (!held) return null;
    const at = held.lines.offsetAt(position);
    const key = session.explainsConfig(held) ? configKeyAt(held.text, at) : undefined;
    return key ? configHover(key, held, session) : manifestHover(held, at, session);
  });
}

function manifestHover(held: Held, at: number, session: Session): Hover | null {
  const here = gravestFirst(session.findingsOf(held).filter(({ start, end }) => start <= at && at <= end));
  const card = session.linter.imageAt(
    held.key,
    at,
    here.map(({ rule }) => rule),
  );
  const place = here[0] ?? card?.range;
  if (!place) return null;
  const { markdown } = session.client;
  const texts = here.map((finding) => {
    const rule = session.rule(finding.rule, held.key);
    if (session.options.hoverShowsDiagnostics !== true)
      return findingText(finding, rule, session.page(finding.rule, held.key), markdown);
    return reasonText(finding, rule, { markdown, named: here.length > 1 || card !== undefined });
  });
  if (card) texts.push(imageCardText(card, markdown));
  return {
    contents: {
      kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText,
      value: texts.join(markdown ? "\n\n---\n\n" : "\n\n"),
    },
    range: toRange(held.lines, place),
  };
}

/** The meaning of a key of a `.kubewright.yaml`. For a rule, with a link to its page. */
function configHover({ name, text, rule, range }: ConfigKeyCard, held: Held, session: Session): Hover {
  const { markdown } = session.client;
  const page = rule === undefined ? undefined : session.page(rule, held.key);
  const value = markdown
    ? `**${name}** ${text}${page === undefined ? "" : `\n\n[Learn more](${page})`}`
    : `${name}: ${text.replaceAll("`", "")}`;
  return {
    contents: { kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value },
    range: toRange(held.lines, range),
  };
}
