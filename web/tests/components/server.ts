/** An HTTP server in place of the API and the bucket. */

import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
}

/** A response; `lost` breaks the connection, `silent` leaves it open. */
export type Answer =
  | { status?: number; json?: unknown; text?: string; retryAfter?: number }
  | "lost"
  | "silent";
type Answering = Answer | ((asked: Asked) => Answer);

export class FakeServer {
  /** Every request so far, in order. */
  readonly asked: Asked[] = [];
  readonly #answers = new Map<string, Answering>();
  readonly #server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { pathname: path, searchParams: query } = new URL(request.url ?? "", this.url);
      const asked = { method: request.method ?? "", path, query, body };
      this.asked.push(asked);
      const answering = this.#answers.get(`${asked.method} ${path}`);
      const answer = typeof answering === "function" ? answering(asked) : answering;
      if (answer === "silent") return;
      if (answer === "lost") return void request.socket.destroy();
      const { status = 200, json, text, retryAfter } = answer ?? { status: 404, text: "" };
      response.statusCode = status;
      response.setHeader("Content-Type", json === undefined ? "text/xml" : "application/json");
      if (retryAfter !== undefined) response.setHeader("Retry-After", String(retryAfter));
      response.end(json === undefined ? text : JSON.stringify(json));
    });
  });

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Set the response to `request`, a method and a path. */
  on(request: string, answering: Answering): this {
    this.#answers.set(request, answering);
    return this;
  }

  /** Return how often `request` was received. */
  count(request: string): number {
    return this.asked.filter(({ method, path }) => `${method} ${path}` === request).length;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("latin1");
}
