import { describe, expect, test } from "vitest";
import { problemsOf, readConfig } from "../config/read.ts";

const ownersOf = (files: Readonly<Record<string, string>>) => readConfig(files).config.settings.owners;

describe("owners", () => {
  test("are read with the namespaces and paths they own", () => {
    const text = `
owners:
  label: team
  names:
    checkout: { namespaces: [shop, "shop-*"], paths: ["deploy/shop/**"] }
    platform:
`;
    expect(problemsOf({ ".kubewright.yaml": text })).toEqual([]);
    expect(ownersOf({ ".kubewright.yaml": text })).toEqual({
      label: "team",
      annotation: "",
      names: {
        checkout: { namespaces: ["shop", "shop-*"], paths: ["deploy/shop/**"] },
        platform: { namespaces: [], paths: [] },
      },
    });
  });

  test("are set by an annotation if a file says so, whatever label the file that it extends sets", () => {
    const platform = "owners: { label: team, names: { checkout: {} } }";
    const text = "extends: platform.yaml\nowners: { annotation: example.com/owner }\n";
    expect(ownersOf({ ".kubewright.yaml": text, "platform.yaml": platform })).toMatchObject({
      label: "",
      annotation: "example.com/owner",
      names: { checkout: {} },
    });
  });
});

test.each([
  ["owners: { label: team, annotation: team }", ["annotation: owners cannot have both label and annotation"]],
  [
    'owners: { label: "" }',
    ['"": owners.label must be a key such as team or example.com/team: its name must not be empty'],
  ],
  ["owners: { label: [team] }", ["label: owners.label must be a string"]],
  ["owners: { labels: team }", ['labels: Unknown setting "labels"; did you mean "label"?']],
  ["owners: { names: [checkout] }", ["names: owners.names must be a mapping"]],
  ["owners: { names: { checkout: shop } }", ["shop: owners.names.checkout must be a mapping"]],
  [
    "owners: { names: { checkout: { namespace: [shop] } } }",
    ['namespace: Unknown setting "namespace"; did you mean "namespaces"?'],
  ],
  [
    "owners: { names: { checkout: { paths: ['a['] } } }",
    ["'a[': owners.names.checkout.paths[0] is not a valid glob"],
  ],
  [
    "owners: { label: team, names: { Team Checkout: {} } }",
    [
      expect.stringContaining(
        'Team Checkout: Owner "Team Checkout" cannot be a label value: it can contain only letters',
      ),
    ],
  ],
  ["owners: { annotation: team, names: { Team Checkout: {} } }", []],
])("a mistake in owners is told at its place: %s", (text, expected) => {
  expect(problemsOf({ ".kubewright.yaml": text })).toEqual(expected);
});
