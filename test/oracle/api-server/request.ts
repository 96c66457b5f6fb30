import { Agent, request as httpsRequest } from "node:https";

/** The address and credentials of a test's API server. Plain data, so it can be passed between processes. */
export interface ServerAddress {
  readonly port: number;
  readonly token: string;
  /** The server's self-signed certificate in PEM format. */
  readonly certificate: string;
  /** Removed when the server stops. */
  readonly folder: string;
}

export interface Request {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
  readonly type?: "application/json" | "application/yaml";
  readonly accept?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Sends a request that changes nothing, and repeats it if the server closed the idle connection. */
export async function request(address: ServerAddress, asked: Request, attempts = 3): Promise<Answer> {
  try {
    return await send(address, asked);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if ((code !== "ECONNRESET" && code !== "EPIPE") || attempts === 1) throw error;
    return request(address, asked, attempts - 1);
  }
}

function send({ port, token, certificate }: ServerAddress, asked: Request): Promise<Answer> {
  const { method, path, body, type = "application/json", accept = "application/json" } = asked;
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      accept,
      ...(body !== undefined && { "content-type": type, "content-length": Buffer.byteLength(body) }),
    };
    const options = {
      agent,
      host: "127.0.0.1",
      port,
      ca: certificate,
      method,
      path,
      headers,
      timeout: 120_000,
    };
    const sent = httpsRequest(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on("error", reject);
    sent.on("timeout", () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
    sent.end(body);
  });
}
