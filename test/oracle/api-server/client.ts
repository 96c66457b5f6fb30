/** Queries the API server about objects, without creating them. */
import type { Submission } from "./documents.ts";
import { request, type ServerAddress } from "./request.ts";

export interface Verdict {
  /** `unjudged`: the server does not have the kind (a custom resource). */
  readonly outcome: "accepted" | "rejected" | "unjudged";
  /** The reason in the server's words; empty if it is accepted. */
  readonly reason: string;
  /** The object with the server's defaults; undefined if there already is one with the name. */
  readonly object: Fields | undefined;
}

export type Fields = { readonly [key: string]: unknown };

interface ResourceType {
  readonly path: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

export class ApiClient {
  readonly #address: ServerAddress;
  readonly #types: ReadonlyMap<string, ResourceType>;
  readonly #groups: ReadonlySet<string>;
  readonly #namespaces = new Map<string, Promise<unknown>>();
  readonly #verdicts = new Map<string, Promise<Verdict>>();

  private constructor(address: ServerAddress, types: ReadonlyMap<string, ResourceType>) {
    this.#address = address;
    this.#types = types;
    this.#groups = new Set([formerGroup, ...[...types.keys()].map(groupOf)]);
  }

  static async connect(address: ServerAddress): Promise<ApiClient> {
    return new ApiClient(address, await discover(address));
  }

  /**
   * Sends an object as a dry run that also rejects unknown fields. Each object is sent only once.
   *
   * @param home the namespace for an object that sets none
   */
  create(submission: Submission, home = "default"): Promise<Verdict> {
    const key = `${home}\n${submission.type}\n${submission.body}`;
    let verdict = this.#verdicts.get(key);
    if (!verdict) {
      verdict = this.#create(submission, home);
      this.#verdicts.set(key, verdict);
    }
    return verdict;
  }

  /** Creates a namespace permanently, unless it exists. */
  namespace(name: string, labels: Readonly<Record<string, string>> = {}): Promise<unknown> {
    let made = this.#namespaces.get(name);
    if (!made) {
      const object = { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
      made = request(this.#address, {
        method: "POST",
        path: "/api/v1/namespaces",
        body: JSON.stringify(object),
      });
      this.#namespaces.set(name, made);
    }
    return made;
  }

  async #create(submission: Submission, home: string): Promise<Verdict> {
    const type = this.#types.get(`${submission.apiVersion} ${submission.kind}`);
    if (!type) {
      const reason = `no kind ${submission.kind} in ${submission.apiVersion}`;
      const isOwnGroup = this.#groups.has(groupOf(submission.apiVersion));
      return { outcome: isOwnGroup ? "rejected" : "unjudged", reason, object: undefined };
    }
    const namespace = submission.namespace ?? home;
    if (type.namespaced) await this.namespace(namespace);
    const folder = type.namespaced
      ? `${type.path}/namespaces/${encodeURIComponent(namespace)}/${type.plural}`
      : `${type.path}/${type.plural}`;
    const { status, body } = await request(this.#address, {
      method: "POST",
      path: `${folder}?dryRun=All&fieldValidation=Strict`,
      body: submission.body,
      type: submission.type,
    });
    if (status === 201) return { outcome: "accepted", reason: "", object: JSON.parse(body) as Fields };
    const { reason = "", message = body } = readStatus(body);
    // Only valid objects are looked up in the store.
    if (reason === "AlreadyExists") return { outcome: "accepted", reason: "", object: undefined };
    return { outcome: "rejected", reason: message, object: undefined };
  }
}

function readStatus(body: string): { readonly reason?: string; readonly message?: string } {
  try {
    return JSON.parse(body) as { reason?: string; message?: string };
  } catch {
    return {};
  }
}

/** The group of `apps/v1`; empty for `v1`. */
function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** A group of Kubernetes that is no longer served at all. */
const formerGroup = "extensions";

interface Discovery {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly scope: string;
        readonly responseKind: { readonly kind: string };
        readonly verbs: readonly string[];
      }[];
    }[];
  }[];
}

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** Every type that can be created, by `apiVersion kind`. */
async function discover(address: ServerAddress): Promise<ReadonlyMap<string, ResourceType>> {
  const types = new Map<string, ResourceType>();
  for (const root of ["/api", "/apis"]) {
    const { body } = await request(address, { method: "GET", path: root, accept: aggregated });
    for (const { metadata, versions } of (JSON.parse(body) as Discovery).items)
      for (const { version, resources = [] } of versions)
        for (const { resource, scope, responseKind, verbs } of resources) {
          if (!verbs.includes("create")) continue;
          const apiVersion = metadata.name ? `${metadata.name}/${version}` : version;
          const path = root === "/api" ? `/api/${version}` : `/apis/${apiVersion}`;
          types.set(`${apiVersion} ${responseKind.kind}`, {
            path,
            plural: resource,
            namespaced: scope === "Namespaced",
          });
        }
  }
  return types;
}
