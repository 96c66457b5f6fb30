/**
 * The keys that a Secret of a type must have: all of them, or with `any` at least one. Docker configs are checked by
 * their content. Source: https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
 */
export const keysByType: Readonly<
  Record<string, { readonly of: "all" | "any"; readonly keys: readonly string[] }>
> = {
  "kubernetes.io/tls": { of: "all", keys: ["tls.crt", "tls.key"] },
  "kubernetes.io/ssh-auth": { of: "all", keys: ["ssh-privatekey"] },
  "kubernetes.io/basic-auth": { of: "any", keys: ["username", "password"] },
};
