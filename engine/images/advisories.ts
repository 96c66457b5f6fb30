import type { ImageReference } from "./reference.ts";
import { compareVersions } from "./versions.ts";

/** A known vulnerability of a program. */
export interface Advisory {
  readonly id: string;
  readonly software: string;
  /** What an attacker can do, as a clause that fits after "so". */
  readonly consequence: string;
  readonly source: string;
  /** The argument that enables the vulnerable part. */
  readonly needs?: string;
}

interface Row extends Advisory {
  /** Matches the end of the repository. */
  readonly repository: RegExp;
  /** Ranges of versions: from the first (included) to the one with the fix (excluded). */
  readonly affected: readonly (readonly [from: string, fixed: string])[];
}

/** Vulnerabilities of programs that operate the cluster itself. */
const rows: readonly Row[] = [
  {
    id: "CVE-2025-1974",
    software: "ingress-nginx",
    consequence: "any pod can control it and read all Secrets",
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
    consequence: "Argo CD users can become administrators",
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
    consequence: "anyone can bypass the login while Grafana is under load",
    source: "https://nvd.nist.gov/vuln/detail/CVE-2022-39328",
    repository: /(?:^|\/)grafana\/grafana(?:-enterprise|-oss)?$/,
    affected: [["9.2.0", "9.2.4"]],
  },
  {
    id: "CVE-2022-47633",
    software: "Kyverno",
    consequence: "unsigned images can pass signature verification",
    source: "https://nvd.nist.gov/vuln/detail/CVE-2022-47633",
    repository: /(?:^|\/)kyverno\/kyverno$/,
    affected: [["1.8.3", "1.8.5"]],
  },
];

/** The advisory for the version in an image's tag; undefined if there is none or the tag is not a full version. */
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
