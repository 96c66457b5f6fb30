import type { ImageReference } from "./reference.ts";
import { compareVersions } from "./versions.ts";

/** Versions of a software in which a known way in was open. */
export interface Advisory {
  readonly id: string;
  readonly software: string;
  /** What it lets somebody do. */
  readonly fact: string;
  readonly source: string;
  /** The argument without which the vulnerable part does not run. */
  readonly needs?: string;
}

interface Row extends Advisory {
  /** The end of the repository. */
  readonly repository: RegExp;
  /** From the first of a pair on, before the second, which has it fixed. */
  readonly affected: readonly (readonly [from: string, fixed: string])[];
}

/** Holes in what runs the cluster itself, so that they reach all of it. */
const rows: readonly Row[] = [
  {
    id: "CVE-2025-1974",
    software: "ingress-nginx",
    fact: "lets any pod run code in it and read the Secrets of all namespaces",
    source: "https://kubernetes.io/blog/2025/03/24/ingress-nginx-cve-2025-1974/",
    // The validating admission webhook; turning it off is the advisory's own mitigation.
    needs: "--validating-webhook",
    repository: /(?:^|\/)(?:ingress-nginx\/controller(?:-chroot)?|nginx-ingress-controller)$/,
    affected: [
      ["0", "1.11.5"],
      ["1.12.0", "1.12.1"],
    ],
  },
  {
    id: "CVE-2022-24768",
    software: "Argo CD",
    fact: "lets its users become its administrators",
    source: "https://nvd.nist.gov/vuln/detail/CVE-2022-24768",
    repository: /(?:^|\/)argoproj\/argocd$/,
    affected: [
      ["0", "2.1.14"],
      ["2.2.0", "2.2.8"],
      ["2.3.0", "2.3.2"],
    ],
  },
  {
    id: "CVE-2022-39328",
    software: "Grafana",
    fact: "lets anybody past its login under load",
    source: "https://nvd.nist.gov/vuln/detail/CVE-2022-39328",
    repository: /(?:^|\/)grafana\/grafana(?:-enterprise|-oss)?$/,
    affected: [["9.2.0", "9.2.4"]],
  },
  {
    id: "CVE-2022-47633",
    software: "Kyverno",
    fact: "lets unsigned images pass for signed ones",
    source: "https://nvd.nist.gov/vuln/detail/CVE-2022-47633",
    repository: /(?:^|\/)kyverno\/kyverno$/,
    affected: [["1.8.3", "1.8.5"]],
  },
];

/** The advisory that covers an image by its tag; undefined where none does or the tag is no full version. */
export function advisoryOf({
  repository,
  tag,
}: ImageReference): (Advisory & { readonly fixed: string }) | undefined {
  const version = /^v?(\d+\.\d+\.\d+)(?:[-+].*)?$/.exec(tag ?? "")?.[1];
  if (version === undefined) return undefined;
  for (const row of rows) {
    if (!row.repository.test(repository)) continue;
    const range = row.affected.find(
      ([from, fixed]) => compareVersions(from, version) <= 0 && compareVersions(version, fixed) < 0,
    );
    if (range) return { ...row, fixed: range[1] };
  }
  return undefined;
}
