/** Names for the file of an object that a fix adds, in the style of the file beside it. */

/**
 * The file name for an object of `kind`, derived from the name of a file with an object of `besideKind`:
 * `web-deployment.yaml` gives `web-networkpolicy.yaml`, `sts.yml` gives `netpol.yml`, and `web.yaml`, which contains no
 * kind, gives `web-networkpolicy.yaml`.
 */
export function companionName(name: string, besideKind: string, kind: string): string {
  const dot = name.lastIndexOf(".");
  const base = dot <= 0 ? name : name.slice(0, dot);
  // New files are always YAML, even next to a file in a different format, such as JSON.
  const extension = /\.ya?ml$/.exec(name)?.[0] ?? ".yaml";
  for (const form of forms) {
    const word = form(besideKind);
    const replacement = form(kind) ?? kind.toLowerCase();
    const replaced = word === undefined ? undefined : replaceWord(base, word, replacement);
    if (replaced !== undefined) return replaced + extension;
  }
  return `${base}-${kind.toLowerCase()}${extension}`;
}

/**
 * The common spellings of a kind in a file name: `StatefulSet`, `statefulset`, `stateful-set`, `stateful_set`, `sts`.
 */
const forms: readonly ((kind: string) => string | undefined)[] = [
  (kind) => kind,
  (kind) => kind.toLowerCase(),
  (kind) => words(kind).join("-"),
  (kind) => words(kind).join("_"),
  (kind) => shortNames.get(kind),
];

/** Sources: `kubectl api-resources` of 1.36, and kubectl's own abbreviations for kinds without a short name. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ["CronJob", "cj"],
  ["DaemonSet", "ds"],
  ["Deployment", "deploy"],
  ["HorizontalPodAutoscaler", "hpa"],
  ["LimitRange", "limits"],
  ["Namespace", "ns"],
  ["NetworkPolicy", "netpol"],
  ["Pod", "po"],
  ["PodDisruptionBudget", "pdb"],
  ["ReplicaSet", "rs"],
  ["ReplicationController", "rc"],
  ["ResourceQuota", "quota"],
  ["ServiceAccount", "sa"],
  ["StatefulSet", "sts"],
]);

function words(kind: string): readonly string[] {
  return kind
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase()
    .split(" ");
}

/** Replaces the last occurrence of a whole word; `undefined` if there is none. */
function replaceWord(text: string, word: string, replacement: string): string | undefined {
  const isLetter = (character: string | undefined) => character !== undefined && /[A-Za-z]/.test(character);
  for (let at = text.lastIndexOf(word); at !== -1; at = at === 0 ? -1 : text.lastIndexOf(word, at - 1)) {
    if (isLetter(text[at - 1]) || isLetter(text[at + word.length])) continue;
    return text.slice(0, at) + replacement + text.slice(at + word.length);
  }
  return undefined;
}
