export type Credentials =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** Exchanged for tokens at the token server. */
  | { readonly kind: "identity"; readonly token: string }
  /** Sent to the registry unchanged. */
  | { readonly kind: "bearer"; readonly token: string };

/** Both `undefined` if there was no login. */
export interface Lookup {
  readonly credentials: Credentials | undefined;
  /** Why credentials could not be read, as a clause without secrets. */
  readonly problem: string | undefined;
}

/** The header for a name and a password: https://www.rfc-editor.org/rfc/rfc7617. */
export function basic({ username, password }: Extract<Credentials, { readonly kind: "password" }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
