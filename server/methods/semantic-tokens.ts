import { SemanticTokensBuilder } from "vscode-languageserver/node";
import type { Background } from "../background.ts";

/** In the order of their numbers in the protocol. The package.json of the extension maps them to colors. */
export const tokenTypes = ["imageRegistry", "imageRepository", "imageTag", "imageDigest"] as const;

const typeOf = { registry: 0, repository: 1, tag: 2, digest: 3 } as const;

/** `textDocument/semanticTokens/full`: the parts of image references, which a grammar can find only if they are in a single value. */
export function answerSemanticTokens({ session, ready }: Background): void {
  session.connection.languages.semanticTokens.on(async ({ textDocument }, token) => {
    await ready;
    const builder = new SemanticTokensBuilder();
    const held = token.isCancellationRequested ? undefined : session.current(textDocument.uri);
    for (const { start, end, part } of held ? session.linter.imageParts(held.key) : []) {
      const { line, character } = held!.lines.positionAt(start);
      builder.push(line, character, end - start, typeOf[part], 0);
    }
    return builder.build();
  });
}
