export type Credentials =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** To be changed for tokens at the token server. */
  | { readonly kind: "identity"; readonly token: string }
  /** To be sent to the registry as it is. */
  | { readonly kind: "bearer"; readonly token: string };

/** Both undefined where nobody has ever logged in. */
export interface Lookup {
  readonly credentials: Credentials | undefined;
  /** Why there may be credentials that could not be had, as a clause without any secret. */
  readonly problem: string | undefined;
}

/** The header that a name and a password make: https://www.rfc-editor.org/rfc/rfc7617. */
export function basic({ username, password }: Extract<Credentials, { readonly kind: "password" }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
