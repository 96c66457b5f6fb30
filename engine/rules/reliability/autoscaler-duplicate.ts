import { autoscalerKinds, autoscalerOf } from "../../kubernetes/autoscalers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import { isSurelyTogether } from "../../workspace/together.ts";

export default defineRule({
  id: "autoscaler-duplicate",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "Two autoscalers scale the same workload.",
  why: "Kubernetes 1.27 and later stop scaling pods that two autoscalers select. In older versions, the autoscalers override each other.",
  links: [
    "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
    "https://github.com/kubernetes/kubernetes/pull/112011",
    "https://keda.sh/docs/latest/concepts/scaling-deployments/",
  ],
  on: inWorkspace(kinds(...autoscalerKinds)),

  *check(resource, { workspace, uri, document, settings }) {
    const target = autoscalerOf(resource)?.target;
    const { name, namespace, anchor } = resource;
    const reference = resource.root.at("spec", "scaleTargetRef");
    if (!target || !reference || name === undefined) return;
    const scaling = workspace.scaling(`${target.group}/${target.kind}`, namespace, target.name);
    const isSame = ({ place }: (typeof scaling)[number]) =>
      place.uri === uri && place.document === document && place.start === anchor.token.start;
    // The same autoscaler in a different file replaces this one and does not compete with it.
    const rival = scaling.find(
      (autoscaler) =>
        !isSame(autoscaler) &&
        autoscaler.name !== undefined &&
        (autoscaler.name !== name || autoscaler.groupKind !== `${resource.group}/${resource.kind}`) &&
        isSurelyTogether(workspace, { namespace, uri }, autoscaler) &&
        !workspace.kustomize(autoscaler.place.uri).patch,
    );
    if (!rival) return;
    const kind = rival.groupKind.slice(rival.groupKind.indexOf("/") + 1);
    yield {
      at: reference.at("name") ?? reference,
      data: {
        title: titleOf(resource),
        target: `${target.kind} "${target.name}"`,
        rival: `${kind} "${rival.name}"`,
        isOfKeda: [kind, resource.kind].includes("ScaledObject"),
        isStopped: isAtLeast(settings.kubernetesVersion, "1.27"),
      },
      related: [{ at: rival.place, message: `${kind} "${rival.name}" is defined here.` }],
    };
  },

  message: ({ title, target, rival, isOfKeda, isStopped }) => {
    const result = isStopped ? "Kubernetes stops scaling it" : "they override each other";
    // Its webhook rejects a ScaledObject if another autoscaler scales the workload, but it can be turned off.
    const consequence = isOfKeda ? `KEDA rejects the ScaledObject, or ${result}` : result;
    return `${title} and ${rival} both scale ${target}, so ${consequence}.`;
  },
});
