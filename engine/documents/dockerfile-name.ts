const NAME = /^(?:dockerfile|containerfile)$/i;
/** `Dockerfile.dev`, `Dockerfile-api`, `Containerfile.web.prod`. */
const WITH_PURPOSE = /^(?:dockerfile|containerfile)[._-](.+)$/i;
const AS_EXTENSION = /\.(?:dockerfile|containerfile)$/i;
/** What becomes a Dockerfile only later, and files about one. */
const OTHER =
  /\.(?:j2|jinja2?|tmpl|tpl|template|erb|ejs|gotmpl|hbs|mustache|in|m4|dockerignore|containerignore|md|mdx|rst|adoc|txt|png|svg|jpe?g|gif|html?|ya?ml|json|jsonc|toml|lock|py|js|ts|go|rb|sh|ps1|bak|orig|rej|swp|diff|patch)$/i;

/** Whether a file is a Dockerfile (or Podman's Containerfile) by its name; `uri` may also be a path. */
export function isDockerfile(uri: string): boolean {
  const name = fileName(uri);
  if (NAME.test(name)) return true;
  if (OTHER.test(name) || name.endsWith("~")) return false;
  const purpose = WITH_PURPOSE.exec(name)?.[1];
  if (purpose !== undefined) return !OTHER.test(`.${purpose}`);
  return AS_EXTENSION.test(name) && /^[^.]/.test(name);
}

function fileName(uri: string): string {
  const path = uri.replace(/[?#].*$/s, "");
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
