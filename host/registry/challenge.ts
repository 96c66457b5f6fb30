/** How a registry requires clients to authenticate. */
export type Challenge =
  | { readonly kind: "basic" }
  | {
      readonly kind: "bearer";
      /** Address of the token server, as written. */
      readonly realm: string;
      readonly service: string | undefined;
      readonly scope: string | undefined;
    };

/**
 * The challenge of a `WWW-Authenticate` header that can be met, a token before a password; undefined if there is none.
 * Grammar: https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1.
 */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const schemes = readSchemes(header ?? "");
  const bearer = schemes.find(({ name, parameters }) => name === "bearer" && parameters.has("realm"));
  if (bearer) {
    const { parameters } = bearer;
    const realm = parameters.get("realm") ?? "";
    return { kind: "bearer", realm, service: parameters.get("service"), scope: parameters.get("scope") };
  }
  return schemes.some(({ name }) => name === "basic") ? { kind: "basic" } : undefined;
}

interface Scheme {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** A lone word starts a scheme, a word with `=` is a parameter of the last one. */
function readSchemes(header: string): readonly Scheme[] {
  const part = /[\s,]*([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/y;
  const schemes: { readonly name: string; readonly parameters: Map<string, string> }[] = [];
  for (let found = part.exec(header); found; found = part.exec(header)) {
    const [, word = "", quoted, bare] = found;
    const value = quoted?.replace(/\\(.)/g, "$1") ?? bare;
    if (value === undefined) schemes.push({ name: word.toLowerCase(), parameters: new Map() });
    else schemes.at(-1)?.parameters.set(word.toLowerCase(), value);
  }
  return schemes;
}
