import { describe, expect, it } from "vitest";
import { isDockerfile } from "../../../engine/documents/dockerfile-name.ts";

describe("Dockerfiles by their names", () => {
  it.each([
    "Dockerfile",
    "dockerfile",
    "file:///shop/api/Dockerfile",
    "C:\\shop\\Dockerfile",
    "Dockerfile.dev",
    "Dockerfile.alpine3.20",
    "Dockerfile-api",
    "Dockerfile.go",
    "Dockerfile_test",
    "api.Dockerfile",
    "api.dockerfile",
    "Containerfile",
    "Containerfile.web",
    "web.Containerfile",
    "file:///shop/Dockerfile?ref=main#L1",
  ])("%s is one", (name) => expect(isDockerfile(name)).toBe(true));

  it.each([
    ".dockerignore",
    "Dockerfile.dockerignore",
    "Dockerfile.md",
    "Dockerfile.png",
    "Dockerfile.j2",
    "Dockerfile.dev.j2",
    "Dockerfile.tmpl",
    "Dockerfile-alpine.template",
    "Dockerfile.erb",
    "Dockerfile.in",
    "dockerfile.ts",
    "dockerfile_parser.rs",
    "Dockerfile-lint.test.js",
    "Dockerfile.json",
    "Dockerfile~",
    "Dockerfile.bak",
    "Dockerfiles",
    "my-dockerfile",
    "Dockerfile/app.yaml",
    "docker-compose.yaml",
    ".dockerfile",
    "",
  ])("%s is not a Dockerfile", (name) => expect(isDockerfile(name)).toBe(false));
});
