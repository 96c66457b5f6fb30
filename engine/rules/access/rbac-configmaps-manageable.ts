import { writeVerbs } from "../../kubernetes/rbac.ts";
import { defineRule } from "../../rule/rule.ts";
import { allowsVerb, type GrantData } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

const powers = [{ apiGroups: [""], resources: ["configmaps"], verbs: writeVerbs }];

export default defineRule({
  id: "rbac-configmaps-manageable",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { trivy: ["KSV-0049"] },
  summary: "A role allows changing any ConfigMap.",
  why: "ConfigMaps configure applications and controllers, so changing one can change what they do.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  ...permissionCheck(powers, consequence),
});

function consequence({ granted, scope }: GrantData): string {
  if (allowsVerb(granted, "update", "patch"))
    return `its subjects can change the configuration of any application${scope} that uses ConfigMaps`;
  if (allowsVerb(granted, "delete", "deletecollection"))
    return `its subjects can delete configuration that applications need to start${scope}`;
  return `its subjects can add configuration that applications and controllers pick up${scope}`;
}
