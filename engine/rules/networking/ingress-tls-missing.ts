import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated, literal, type Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "ingress-tls-missing",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { polaris: ["tlsSettingsMissing"], kubescape: ["C-0263"] },
  summary: "An Ingress serves a host without TLS.",
  why: "Passwords and cookies go over the network for everybody to read.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/ingress/#tls"],
  on: kinds("networking.k8s.io/Ingress", "extensions/Ingress"),

  *check(resource) {
    const spec = resource.root.at("spec");
    const tls = spec?.at("tls");
    // Half-typed or filled in later; or the load balancer in front has the certificate.
    if (!spec || (tls && !tls.isSequence) || hasOtherCertificate(resource)) return;
    const covered = (tls?.items() ?? []).map((entry) =>
      entry
        .at("hosts")
        ?.items()
        .map(({ string: host }) => host),
    );
    // An entry without hosts is for all of them.
    if (covered.includes(undefined) || covered.some((hosts) => hosts?.length === 0)) return;
    const secured = covered.flatMap((hosts) => hosts ?? []).flatMap((host) => host ?? []);
    if (secured.some(isTemplated)) return;
    const open = hostsOf(spec).filter(({ host }) => !secured.some((pattern) => covers(pattern, host)));
    const title = titleOf(resource);
    const hosts = open.map(({ host }) => host);
    if (tls && 0 < covered.length) {
      for (const { at, host } of open) yield { at, data: { title, spec, hosts: [host], shown: host } };
      return;
    }
    if (0 < (spec.at("rules")?.items().length ?? 0) || spec.at("defaultBackend"))
      yield { at: resource.anchor, data: { title, spec, hosts, shown: hosts.join(", ") } };
  },

  message: ({ title, shown }) =>
    `${title} serves ${shown === "" ? "its hosts" : shown} without TLS, so everybody on the way can read along.`,

  fixes: [
    {
      // Template: which Secret has the certificate, and who puts it there, is a person's to say.
      class: "template",
      title: () => "Add a TLS entry",
      edits: ({ data: { spec, hosts } }, edit) => [
        edit.append(
          spec,
          ["tls"],
          hosts.length === 0
            ? { secretName: placeholder("web-tls") }
            : {
                hosts,
                secretName: placeholder(`${hosts[0]!.replace(/^\*\./, "").replaceAll(".", "-")}-tls`),
              },
          { before: ["rules"] },
        ),
      ],
    },
  ],
});

function hostsOf(spec: Value): readonly { readonly at: Value; readonly host: string }[] {
  return (spec.at("rules")?.items() ?? []).flatMap((rule) => {
    const at = rule.at("host");
    const host = literal(at);
    return at && host !== undefined ? [{ at, host }] : [];
  });
}

/** A wildcard stands for one label. */
function covers(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith("*.") && pattern.slice(1) === host.slice(host.indexOf(".")));
}

/**
 * Whether an annotation names a certificate that the load balancer has, as those of AWS, Google, Azure and Traefik do,
 * or that TLS is passed on or ended in front of the Ingress; or whether the class brings TLS.
 */
function hasOtherCertificate({ root }: Resource): boolean {
  const annotations = root.at("metadata", "annotations");
  const className =
    root.at("spec", "ingressClassName")?.string ?? annotations?.at("kubernetes.io/ingress.class")?.string;
  if (className !== undefined && securing.has(className)) return true;
  return (annotations?.entries() ?? []).some(
    ({ name, value }) =>
      otherCertificate.test(name) ||
      (name === "traefik.ingress.kubernetes.io/router.entrypoints" && value.string === "websecure"),
  );
}

/**
 * Classes whose controllers serve every host with a certificate of their own.
 * Sources: https://tailscale.com/docs/kubernetes-operator/ingress,
 * https://github.com/STRRL/cloudflare-tunnel-ingress-controller, https://ngrok.com/docs/k8s/guides/how-to/terminate-tls
 */
const securing: ReadonlySet<string> = new Set(["tailscale", "cloudflare-tunnel", "ngrok"]);

const otherCertificate =
  /^(?:alb\.ingress\.kubernetes\.io\/(?:certificate-arn|listen-ports|ssl-redirect)|ingress\.gcp\.kubernetes\.io\/pre-shared-cert|networking\.gke\.io\/managed-certificates|appgw\.ingress\.kubernetes\.io\/appgw-ssl-certificate|traefik\.ingress\.kubernetes\.io\/router\.tls(?:\.certresolver)?|nginx\.ingress\.kubernetes\.io\/ssl-passthrough|haproxy\.org\/ssl-passthrough|route\.openshift\.io\/termination)$/;
