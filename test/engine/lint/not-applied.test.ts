/** Errors that no API server would report, because the object or the value does not reach it. */
import { beforeEach, describe, expect, test } from "vitest";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";

let linter: Linter;

beforeEach(() => {
  linter = new Linter(rules);
});

function enter(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) linter.setFile(`file:///w/${path}`, text);
}

const reported = (path: string) => linter.findings(`file:///w/${path}`).map(({ rule }) => rule);

describe("an object for tools on the client", () => {
  const object = (annotations = "{}") =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Not_Valid\n  annotations: ${annotations}\n`;

  test("can have any name", () => {
    enter({
      "function.yaml": object('{ config.kubernetes.io/function: "container: { image: acme/fn }" }'),
      "local.yaml": object('{ config.kubernetes.io/local-config: "true" }'),
      "applied.yaml": object('{ config.kubernetes.io/local-config: "false" }'),
    });
    expect(reported("function.yaml")).toEqual([]);
    expect(reported("local.yaml")).toEqual([]);
    expect(reported("applied.yaml")).toEqual(["name-invalid"]);
  });

  test("is recognized by the kustomization that reads it", () => {
    enter({
      "kustomization.yaml":
        "resources: [both.yaml]\ngenerators: [one.yaml, both.yaml]\nvalidators: [checks]\n",
      "one.yaml": object(),
      "both.yaml": object(),
      "checks/two.yaml": object(),
    });
    expect(reported("one.yaml")).toEqual([]);
    expect(reported("checks/two.yaml")).toEqual([]);
    expect(reported("both.yaml")).toEqual(["name-invalid"]);
  });
});

test("what controller-gen writes for types without a group is not renamed", () => {
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: webs. }
spec:
  group: ""
  names: { kind: Web, plural: webs }
  scope: Namespaced
  versions: []
`;
  enter({ "crd/bases/_webs.yaml": definition, "crd/bases/_used.yaml": definition });
  enter({ "crd/kustomization.yaml": "resources: [bases/_used.yaml]\n" });
  expect(reported("crd/bases/_webs.yaml")).not.toContain("name-invalid");
  expect(reported("crd/bases/_used.yaml")).toContain("name-invalid");
});

describe("a document with a syntax error", () => {
  const volume = (annotations: string, terms: string) => `apiVersion: v1
kind: PersistentVolume
metadata:
  name: models
  annotations: ${annotations}
spec:
  capacity: { storage: 10Gi }
  accessModes: [ReadOnlyMany]
  csi: { driver: pd.csi.storage.gke.io, volumeHandle: models }
  nodeAffinity:
    required:
      nodeSelectorTerms:
${terms}`;
  const whole = `        -   matchExpressions:
            -   key: topology.gke.io/zone
                operator: In
                values: [us-central1-a]
`;
  const broken = whole.replace(/^ {12}(?=-)/m, "          ").replaceAll(/^ {16}/gm, "            ");

  test("has no errors in what the parser made of it", () => {
    enter({ "pv.yaml": volume("{}", broken), "whole.yaml": volume("{}", whole) });
    expect(new Set(reported("pv.yaml"))).toEqual(new Set(["yaml-syntax"]));
    expect(reported("whole.yaml")).toEqual([]);
  });

  test("has those of what is complete well before it", () => {
    enter({ "pv.yaml": volume("{ a: [b] }", broken) });
    expect(new Set(reported("pv.yaml"))).toEqual(new Set(["value-wrong-type", "yaml-syntax"]));
  });
});
