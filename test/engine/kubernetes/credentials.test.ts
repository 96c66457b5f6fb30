import { describe, expect, test } from "vitest";
import {
  credentialForm,
  credentialName,
  isUserOfPair,
  mayBeCredential,
} from "../../../engine/kubernetes/credentials.ts";
import { growth, linear } from "../../growth.ts";

/** Composed here, so that nothing in this file looks like a real credential. */
const letters = (count: number) => "aB3dE6gH1".repeat(20).slice(0, count);

describe("credentialForm", () => {
  test.each([
    [`-----BEGIN RSA ${"PRIVATE"} KEY-----\n${letters(40)}`, "a private key"],
    [`AK${"IA"}${letters(16).toUpperCase()}`, "an AWS access key"],
    [`gh${"p_"}${letters(36)}`, "a GitHub token"],
    [`gl${"pat-"}${letters(20)}`, "a GitLab token"],
    [`sk_${"live_"}${letters(24)}`, "a Stripe key"],
    [`ey${"J"}${letters(12)}.ey${"J"}${letters(20)}.${letters(20)}`, "a JSON web token"],
    ["postgres://shop:hunter2@db/shop", "a URL with a password"],
    ["redis://:hunter2@cache:6379", "a URL with a password"],
  ])("knows %.12s…", (text, what) => {
    expect(credentialForm(text)).toBe(what);
  });

  test.each([
    "postgres://shop@db/shop",
    "https://example.org:8080/a@b",
    "postgres://shop:$(PASSWORD)@db/shop",
    `-----BEGIN PUBLIC KEY-----\n${letters(40)}`,
    "AKIA",
    "hunter2",
    "",
  ])("leaves %s", (text) => {
    expect(credentialForm(text)).toBeUndefined();
  });

  test("takes linear time", () => {
    for (const text of [
      (count: number) => `ey${"J"}${"a".repeat(count)}`,
      (count: number) => "a://".repeat(count),
    ]) {
      const work = (count: number) => expect(credentialForm(text(count))).toBeUndefined();
      expect(growth(work, 5000)).toBeLessThan(linear);
    }
  });
});

describe("credentialName", () => {
  test.each([
    ["DB_PASSWORD", "a password"],
    ["MYSQL_PASS", "a password"],
    ["postgresPassword", "a password"],
    ["PASSWORD2", "a password"],
    ["CLIENT_SECRET", "a secret"],
    ["GITHUB_TOKEN", "a token"],
    ["API_KEY", "a key"],
    ["apiKey", "a key"],
    ["AWS_SECRET_ACCESS_KEY", "a key"],
  ])("%s", (name, what) => {
    expect(credentialName(name)).toBe(what);
  });

  test.each([
    "PASSWORD_FILE",
    "SECRET_NAME",
    "TOKEN_TTL",
    "AWS_ACCESS_KEY_ID",
    "IMAGE_PULL_SECRET",
    "TLS_SECRET",
    "ETCD_INITIAL_CLUSTER_TOKEN",
    "PUBLIC_KEY",
    "COMPASS",
    "BYPASS",
    "TOKENIZER",
    "KEY",
    "CACHE_KEY",
    "KEYBOARD",
    "",
  ])("%s announces no credential", (name) => {
    expect(credentialName(name)).toBeUndefined();
  });
});

describe("mayBeCredential", () => {
  test.each(["hunter2", "password", "postgres", "p@ss w0rd", letters(40), "12345"])(
    "%s can be a credential",
    (text) => {
      expect(mayBeCredential(text, "PASSWORD")).toBe(true);
    },
  );

  test.each([
    "",
    "true",
    "60",
    "/run/secrets/db",
    "./token",
    "vault:secret/data/web#password",
    "https://issuer.example.org/token",
    "arn:aws:secretsmanager:eu-central-1:1:secret:db",
    "projects/1/secrets/db",
    "$(DB_PASSWORD)",
    "{{ .Values.password }}",
    "<password>",
    "$PASSWORD",
    "xxxx",
    "your-token-here",
    "yourpassword",
    "replace-me",
    "nvapi-NVKEY",
    "PASSWORD",
    "web-tls",
    "db-credentials",
  ])("%s is not a credential", (text) => {
    expect(mayBeCredential(text, "PASSWORD")).toBe(false);
  });
});

describe("isUserOfPair", () => {
  test.each([
    ["STORE_ACCESS_KEY", ["STORE_ACCESS_KEY", "STORE_SECRET_KEY"], true],
    ["accessKey", ["secretAccessKey"], true],
    ["STORE_ACCESS_KEY", ["OTHER_SECRET_KEY"], false],
    ["SECRET_ACCESS_KEY", ["SECRET_SECRET_KEY"], false],
    ["STORE_TOKEN", ["STORE_SECRET_KEY"], false],
  ])("%s beside %j", (name, others, expected) => {
    expect(isUserOfPair(name, others)).toBe(expected);
  });
});
