import { ErrorCodes, Message, type RequestMessage, ResponseError } from "vscode-languageserver/node";

/** Where a refused request is sent to, so that the library answers it. */
const refusal = "kubewright/refuse";

/** Longer than any path, with every character escaped, on the systems that Node.js runs on. */
const maxUriLength = 16_384;

type Params = Readonly<Record<string, unknown>>;

/** Lets through what the protocol allows at this time and what names documents in a way that methods can use. */
export class Gate {
  readonly #report: (problem: string) => void;
  #state: "new" | "running" | "stopped" = "new";

  constructor(report: (problem: string) => void) {
    this.#report = report;
  }

  /** Hands a message to `next`; a refused request as one that gets an error, a refused notification not at all. */
  handleMessage(message: Message, next: (message: Message) => void): void {
    if (Message.isRequest(message)) {
      const error = this.#refuses(message);
      next(error ? ({ ...message, method: refusal, params: [error] } as RequestMessage) : message);
      return;
    }
    if (Message.isNotification(message)) {
      // What is told before the handshake or after the end has nobody to hear it.
      if (message.method !== "exit" && this.#state !== "running") return;
      const problem = problemIn(message.method, message.params as unknown);
      if (problem !== undefined) {
        this.#report(`Ignored ${message.method}: ${problem}.`);
        return;
      }
    }
    next(message);
  }

  /** The handler of refused requests. */
  readonly refusal = {
    method: refusal,
    answer: ({ code, message }: { readonly code: number; readonly message: string }): never => {
      throw new ResponseError(code, message);
    },
  };

  #refuses({
    method,
    params,
  }: RequestMessage): { readonly code: number; readonly message: string } | undefined {
    const invalid = (message: string) => ({ code: ErrorCodes.InvalidRequest, message });
    if (this.#state === "stopped") return invalid("the server was told to shut down");
    if (method === "initialize") {
      if (this.#state === "running") return invalid("the server is already initialized");
      if (!isRecord(params) || !isRecord(params["capabilities"]))
        return { code: ErrorCodes.InvalidParams, message: "params.capabilities must be an object" };
      this.#state = "running";
      return undefined;
    }
    if (this.#state === "new")
      return { code: ErrorCodes.ServerNotInitialized, message: "the server is not initialized" };
    if (method === "shutdown") {
      this.#state = "stopped";
      return undefined;
    }
    const problem = problemIn(method, params);
    return problem === undefined ? undefined : { code: ErrorCodes.InvalidParams, message: problem };
  }
}

/** What keeps a method from using its parameters. */
function problemIn(method: string, params: unknown): string | undefined {
  if (!method.startsWith("textDocument/")) {
    return isRecord(params) || !takesParams.test(method) ? undefined : "params must be an object";
  }
  const { textDocument, position, range } = isRecord(params) ? params : ({} as Params);
  if (!isRecord(textDocument)) return "textDocument must be an object";
  const { uri } = textDocument;
  if (typeof uri !== "string") return "textDocument.uri must be a string";
  if (uri.length > maxUriLength) return `textDocument.uri is longer than ${maxUriLength} characters`;
  if (method === "textDocument/didOpen") {
    for (const key of ["text", "languageId"]) {
      if (typeof textDocument[key] !== "string") return `textDocument.${key} must be a string`;
    }
  }
  if (/\/(?:hover|completion)$/.test(method) && !isRecord(position)) return "position must be an object";
  if (method === "textDocument/codeAction" && !(isRecord(range) && isRecord((params as Params)["context"])))
    return "range and context must be objects";
  return undefined;
}

const takesParams = /^(?:workspace\/(?:did|executeCommand$)|codeAction\/|\$\/cancelRequest$)/;

export function isRecord(value: unknown): value is Params {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
