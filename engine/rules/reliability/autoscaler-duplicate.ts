import { autoscalerKinds, autoscalerOf } from "../../kubernetes/autoscalers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
import { isTogether } from "../../workspace/together.ts";

export default defineRule({
  id: "autoscaler-duplicate",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "Two autoscalers scale the same workload.",
  why: "Each sets the number of replicas by its own metrics, so the workload is scaled up and down without end.",
  links: [
    "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
    "https://keda.sh/docs/latest/concepts/scaling-deployments/",
  ],
  asksWorkspace: true,
  on: kinds(...autoscalerKinds),

  *check(resource, { workspace, uri, document }) {
    const target = autoscalerOf(resource)?.target;
    const { name, namespace, anchor } = resource;
    const reference = resource.root.at("spec", "scaleTargetRef");
    if (!target || !reference || name === undefined) return;
    const scaling = workspace.scaling(`${target.group}/${target.kind}`, namespace, target.name);
    const isSame = ({ place }: (typeof scaling)[number]) =>
      place.uri === uri && place.document === document && place.start === anchor.token.start;
    // A definition of the same autoscaler elsewhere takes its place.
    const other = scaling.find(
      (one) =>
        !isSame(one) &&
        one.name !== undefined &&
        (one.name !== name || one.groupKind !== `${resource.group}/${resource.kind}`) &&
        isTogether({ namespace, uri }, one) &&
        !workspace.kustomize(one.place.uri).patch,
    );
    if (!other) return;
    const kind = other.groupKind.slice(other.groupKind.indexOf("/") + 1);
    yield {
      at: reference.at("name") ?? reference,
      data: {
        title: titleOf(resource),
        target: `${target.kind} "${target.name}"`,
        other: `${kind} "${other.name}"`,
      },
      related: [{ at: other.place, message: `${kind} "${other.name}" scales it as well.` }],
    };
  },

  message: ({ title, target, other }) =>
    `${title} scales ${target}, and so does ${other}, so they set its replicas against each other.`,
});
