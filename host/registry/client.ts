import { type ImageQuestion, questionKey, type RegistryAnswer } from "../../engine/index.ts";
import { Authorizations } from "./authorizations.ts";
import { RegistryCache } from "./cache.ts";
import { CredentialStore } from "./credentials.ts";
import { Images } from "./images.ts";
import { isDigest } from "./manifest.ts";
import { type Network, systemNetwork } from "./network.ts";
import { Pace } from "./pace.ts";
import { unavailable } from "./refusal.ts";
import { Requests } from "./requests.ts";
import { Session } from "./session.ts";
import { SharedWork } from "./share.ts";
import { listTags, type TagsAnswer } from "./tags.ts";
import { Transport } from "./transport.ts";

export interface RegistryClientOptions {
  /** Absolute; `undefined` keeps answers only in memory. */
  readonly cacheFolder: string | undefined;
  /** Path of Docker's `config.json`; by default that of `$DOCKER_CONFIG`, or of `~/.docker`. */
  readonly dockerConfig?: string;
  /** The default is that of the process. Used for proxies and to find programs and the home folder. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Milliseconds for one request; a query with all its requests can take three times that. */
  readonly timeout?: number;
  /** PEM text, or the path of such a file, of certificate authorities to trust in addition to Node's. */
  readonly certificateAuthority?: string;
  /** Hosts, with their ports, that are queried without TLS. They never get credentials. */
  readonly insecureRegistries?: readonly string[];
  /** Hosts, with their ports, that can have internal addresses, in addition to those in Docker's configuration. */
  readonly internalRegistries?: readonly string[];
  /** The default is that of the machine. */
  readonly network?: Network;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Called once for each problem with credentials or certificates, with a clause that contains no secrets. */
  readonly onProblem?: (problem: string) => void;
}

const defaultTimeout = 10_000;
/** A query can take at most this many request timeouts. */
const timeoutsPerQuestion = 3;

/**
 * Queries registries about images, as specified in
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md. Holds connections, tokens and answers, so
 * there is one for each process. Its sockets do not keep a process alive.
 */
export class RegistryClient {
  readonly #session: Session;
  readonly #cache: RegistryCache;
  readonly #images: Images;
  readonly #answers: SharedWork<Awaited<ReturnType<Images["answer"]>>>;
  readonly #tagLists: SharedWork<TagsAnswer>;

  constructor(options: RegistryClientOptions) {
    const { environment = process.env, timeout = defaultTimeout, clock = Date.now } = options;
    const onProblem = options.onProblem ?? (() => {});
    const { certificateAuthority, insecureRegistries = [], network = systemNetwork } = options;
    const transport = new Transport({ environment, timeout, certificateAuthority, network, onProblem });
    const credentials = new CredentialStore({ path: options.dockerConfig, environment, clock });
    const internal = new Set(options.internalRegistries);
    const isNamed = async (host: string) => internal.has(host) || (await credentials.names(host));
    const requests = new Requests(transport, new Pace(clock), isNamed);
    const authorizations = new Authorizations({ requests, credentials, clock, onProblem });
    this.#session = new Session(requests, authorizations, insecureRegistries);
    this.#cache = new RegistryCache(options.cacheFolder, clock);
    this.#images = new Images(this.#session, this.#cache);
    this.#answers = new SharedWork(timeout * timeoutsPerQuestion);
    this.#tagLists = new SharedWork(timeout * timeoutsPerQuestion);
  }

  /**
   * Queries a registry about an image. Never rejects; failures are part of the answer. The platforms of an index are
   * always listed; an empty list means that they are unknown. If the image does not exist, the query for existing tags
   * can take as long again.
   *
   * @param details `platforms` also queries the sizes and users of an index's images for the usual platforms
   *   (linux on amd64 and arm64), at two requests each
   */
  async ask(
    question: ImageQuestion,
    details: { readonly platforms: boolean },
    signal?: AbortSignal,
  ): Promise<RegistryAnswer> {
    if (!isAskable(question)) return unaskable;
    const key = `${details.platforms ? "details" : "image"} ${questionKey(question)}`;
    const answer = await this.#answers.run(key, signal, (inner) =>
      this.#images.answer(question, details.platforms, inner),
    );
    if (answer.kind !== "missing") return answer;
    const listed = await this.tags(question.registry, question.repository, signal);
    return { kind: "missing", tags: listed.kind === "found" ? listed.tags : undefined };
  }

  /** The tags of a repository, up to ten pages. Never rejects. */
  async tags(registry: string, repository: string, signal?: AbortSignal): Promise<TagsAnswer> {
    const place = { registry, repository };
    if (!isAskable({ ...place, tag: undefined, digest: undefined })) return unaskable;
    return this.#tagLists.run(`${registry}/${repository}`, signal, (inner) =>
      listTags(this.#session, this.#cache, place, inner),
    );
  }
}

const unaskable = unavailable("cannot have an image with this name");

/**
 * Whether a name can be used in a URL, by the grammar of
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests.
 */
function isAskable({ registry, repository, tag, digest }: ImageQuestion): boolean {
  return (
    registry.length + repository.length <= 510 &&
    /^(?:\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d+)?$/i.test(registry) &&
    URL.canParse(`https://${registry}/`) &&
    /^[a-z0-9]+(?:(?:[._/]|__|-+)[a-z0-9]+)*$/.test(repository) &&
    (tag === undefined || /^\w[\w.-]{0,127}$/.test(tag)) &&
    (digest === undefined || isDigest(digest))
  );
}
