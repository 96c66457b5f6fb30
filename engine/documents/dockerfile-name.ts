const NAME = /^(?:dockerfile|containerfile)$/i;
/** `Dockerfile.dev`, `Dockerfile-api`, `Containerfile.web.prod`. */
const WITH_PURPOSE = /^(?:dockerfile|containerfile)[._-]./i;
const AS_EXTENSION = /^[^.].*\.(?:dockerfile|containerfile)$/i;
/** Templates of Dockerfiles, files next to them, and files about them. */
const OTHER = new RegExp(
  `(?:~|\\.(?:${[
    "j2|jinja2?|tmpl|tpl|template|erb|ejs|gotmpl|hbs|mustache|in|m4",
    "dockerignore|containerignore|bak|orig|rej|sw[a-p]|diff|patch|lock|log|gz|zip|tar|sig|sha256",
    "md|mdx|rst|adoc|txt|pdf|html?|css|png|svg|jpe?g|gif|ya?ml|json|jsonc|json5|toml|xml|csv|sh|ps1|bat",
  ].join("|")}))$`,
  "i",
);
/** Source code, except in a name such as `Dockerfile.go`, which names what is built. */
const PROGRAM = /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kts?|c|h|cc|cpp|hpp|cs|php|swift|scala|lua|pl|ex|dart)$/i;
const BUILDS_PROGRAM = /^(?:Dockerfile|Containerfile)\.[a-z]+$/;

/** Whether the name of a file shows that it is a Dockerfile (or Podman's Containerfile); `uri` can also be a path. */
export function isDockerfile(uri: string): boolean {
  const name = fileName(uri);
  if (NAME.test(name) || AS_EXTENSION.test(name)) return true;
  if (OTHER.test(name) || (PROGRAM.test(name) && !BUILDS_PROGRAM.test(name))) return false;
  return WITH_PURPOSE.test(name);
}

function fileName(uri: string): string {
  const path = uri.replace(/[?#].*$/s, "");
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
