import { ErrorCodes, Message, type RequestMessage, ResponseError } from "vscode-languageserver/node";

/** The method that rejected requests are redirected to, so that the library answers them. */
const refusal = "kubewright/refuse";

/** Longer than any path on any platform of Node.js, with every character escaped. */
const maxUriLength = 16_384;

type Params = Readonly<Record<string, unknown>>;

/** Passes on messages that the protocol allows in the current state and whose parameters are usable. */
export class Gate {
  readonly #report: (problem: string) => void;
  #state: "new" | "running" | "stopped" = "new";

  constructor(report: (problem: string) => void) {
    this.#report = report;
  }

  /** Passes a message to `next`. Rejected requests are answered with an error, rejected notifications are dropped. */
  handleMessage(message: Message, next: (message: Message) => void): void {
    if (Message.isRequest(message)) {
      const error = this.#refuses(message);
      next(error ? ({ ...message, method: refusal, params: [error] } as RequestMessage) : message);
      return;
    }
    if (Message.isNotification(message)) {
      // Notifications before the handshake or after shutdown are ignored.
      if (message.method !== "exit" && this.#state !== "running") return;
      const problem = problemIn(message.method, message.params as unknown);
      if (problem !== undefined) {
        this.#report(`Ignored ${message.method}: ${problem}.`);
        return;
      }
    }
    next(message);
  }

  /** The handler of rejected requests. */
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
    if (this.#state === "stopped") return invalid("the server is shutting down");
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

/** The problem with the parameters of a method, if any. */
function problemIn(method: string, params: unknown): string | undefined {
  if (!method.startsWith("textDocument/")) {
    return isRecord(params) || !takesParams.test(method) ? undefined : "params must be an object";
  }
  const fields = isRecord(params) ? params : ({} as Params);
  return documentProblem(method, fields["textDocument"]) ?? placeProblem(method, fields);
}

function documentProblem(method: string, textDocument: unknown): string | undefined {
  if (!isRecord(textDocument)) return "textDocument must be an object";
  const { uri } = textDocument;
  if (typeof uri !== "string") return "textDocument.uri must be a string";
  if (uri.length > maxUriLength) return `textDocument.uri is longer than ${maxUriLength} characters`;
  if (method !== "textDocument/didOpen") return undefined;
  const wrong = ["text", "languageId"].find((key) => typeof textDocument[key] !== "string");
  return wrong && `textDocument.${wrong} must be a string`;
}

function placeProblem(method: string, { position, range, context }: Params): string | undefined {
  if (/\/(?:hover|completion)$/.test(method) && !isRecord(position)) return "position must be an object";
  if (method === "textDocument/codeAction" && !(isRecord(range) && isRecord(context)))
    return "range and context must be objects";
  return undefined;
}

const takesParams = /^(?:workspace\/(?:did|executeCommand$)|codeAction\/|\$\/cancelRequest$)/;

export function isRecord(value: unknown): value is Params {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
