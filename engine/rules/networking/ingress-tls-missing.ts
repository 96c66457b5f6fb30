import { placeholder } from "../../edits/edit.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated, literal, type Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, kinds } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";

export default defineRule({
  id: "ingress-tls-missing",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { polaris: ["tlsSettingsMissing"], kubescape: ["C-0263"] },
  summary: "An Ingress serves a host without TLS.",
  why: "Passwords and cookies are sent over the network in plain text.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/ingress/#tls"],
  on: kinds("networking.k8s.io/Ingress", "extensions/Ingress"),

  *check(resource) {
    const spec = resource.root.at("spec");
    const tls = spec?.at("tls");
    // The value is incomplete or filled in later, or a load balancer has the certificate.
    if (!spec || (tls && !tls.isSequence) || hasOtherCertificate(resource)) return;
    const coveredHosts = (tls?.items() ?? []).map((entry) =>
      entry
        .at("hosts")
        ?.items()
        .map(({ string: host }) => host),
    );
    // An entry without hosts applies to all of them.
    if (coveredHosts.includes(undefined) || coveredHosts.some((hosts) => hosts?.length === 0)) return;
    const secured = coveredHosts.flatMap((hosts) => hosts ?? []).flatMap((host) => host ?? []);
    if (secured.some(isTemplated)) return;
    const open = hostsOf(spec).filter(({ host }) => !secured.some((pattern) => covers(pattern, host)));
    const title = titleOf(resource);
    const hosts = open.map(({ host }) => host);
    if (tls && 0 < coveredHosts.length) {
      for (const { at, host } of open) yield { at, data: { title, spec, hosts: [host] } };
      return;
    }
    if (0 < (spec.at("rules")?.items().length ?? 0) || spec.at("defaultBackend"))
      yield { at: resource.anchor, data: { title, spec, hosts } };
  },

  message: ({ title, hosts }) =>
    `${title} ${hosts.length === 0 ? "does not use TLS" : `serves ${hostsText(hosts)} without TLS`}, so anyone on the network path can read the traffic.`,

  fixClasses: ["template"],
  *fixes({ data: { spec, hosts } }, edit) {
    const secretName =
      hosts[0] === undefined ? "web-tls" : `${hosts[0].replace(/^\*\./, "").replaceAll(".", "-")}-tls`;
    // Template: the user must enter the name of the Secret and provide its certificate.
    yield {
      class: "template",
      title: `Add a TLS entry that uses Secret "${secretName}"`,
      caveat: "the Secret must contain the certificate",
      edits: [
        edit.append(
          spec,
          ["tls"],
          { ...(hosts.length > 0 && { hosts }), secretName: placeholder(secretName) },
          { before: ["rules"] },
        ),
      ],
    };
  },
});

function hostsText(hosts: readonly string[]): string {
  return sentenceList(hosts.length <= 3 ? hosts : [...hosts.slice(0, 2), `${hosts.length - 2} other hosts`]);
}

function hostsOf(spec: Value): readonly { readonly at: Value; readonly host: string }[] {
  return (spec.at("rules")?.items() ?? []).flatMap((rule) => {
    const at = rule.at("host");
    const host = literal(at);
    return at && host !== undefined ? [{ at, host }] : [];
  });
}

/** A wildcard matches one DNS label. */
function covers(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith("*.") && pattern.slice(1) === host.slice(host.indexOf(".")));
}

/**
 * Whether an annotation names a certificate of the load balancer (AWS, Google, Azure, Traefik) or passes TLS through,
 * or the Ingress class provides TLS itself.
 */
function hasOtherCertificate({ root }: Resource): boolean {
  const annotations = root.at("metadata", "annotations");
  const className =
    root.at("spec", "ingressClassName")?.string ?? annotations?.at("kubernetes.io/ingress.class")?.string;
  if (className !== undefined && classesWithTls.has(className)) return true;
  return (annotations?.entries() ?? []).some(
    ({ name, value }) =>
      otherCertificate.test(name) ||
      (name === "traefik.ingress.kubernetes.io/router.entrypoints" && value.string === "websecure"),
  );
}

/**
 * Classes whose controllers provide certificates for every host.
 * Sources: https://tailscale.com/docs/kubernetes-operator/ingress,
 * https://github.com/STRRL/cloudflare-tunnel-ingress-controller, https://ngrok.com/docs/k8s/guides/how-to/terminate-tls
 */
const classesWithTls: ReadonlySet<string> = new Set(["tailscale", "cloudflare-tunnel", "ngrok"]);

const otherCertificate =
  /^(?:alb\.ingress\.kubernetes\.io\/(?:certificate-arn|listen-ports|ssl-redirect)|ingress\.gcp\.kubernetes\.io\/pre-shared-cert|networking\.gke\.io\/managed-certificates|appgw\.ingress\.kubernetes\.io\/appgw-ssl-certificate|traefik\.ingress\.kubernetes\.io\/router\.tls(?:\.certresolver)?|nginx\.ingress\.kubernetes\.io\/ssl-passthrough|haproxy\.org\/ssl-passthrough|route\.openshift\.io\/termination)$/;
