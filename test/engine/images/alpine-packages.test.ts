import { expect, it } from "vitest";
import { alpinePackagesOf } from "../../../engine/images/alpine-packages.ts";

it.each([
  ["curl", ["curl"]],
  ["ca-certificates", ["ca-certificates"]],
  ["build-essential", ["build-base"]],
  ["gcc", ["gcc", "musl-dev"]],
  ["dnsutils", ["bind-tools"]],
  ["python3-pip", ["py3-pip"]],
  ["libpq-dev", ["postgresql-dev"]],
  ["zlib1g-dev", ["zlib-dev"]],
])("%s is %j on Alpine", (name, packages) => {
  expect(alpinePackagesOf(name)).toEqual(packages);
});

it.each(["apt-transport-https", "lsb-release", "locales", "nginx", "tini", "constructor", ""])(
  "nothing is known to stand in for %s",
  (name) => {
    expect(alpinePackagesOf(name)).toBeUndefined();
  },
);
