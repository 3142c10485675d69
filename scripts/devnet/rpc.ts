import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { Chain } from "./chain.ts";

/** A chain served as JSON-RPC over HTTP. */
export interface RpcServer {
  /** As `http://127.0.0.1:8545`. */
  readonly url: string;
  close(): Promise<void>;
}

interface RpcRequest {
  readonly id: string | number | null;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Large enough for any deployment, small enough not to be a way to fill the memory. */
const MAX_BODY_BYTES = 4_000_000;

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
const INTERNAL_ERROR = -32_603;

/**
 * Serves a running chain on 127.0.0.1. Hardhat's own server always starts a new chain, listens on all interfaces inside containers, and
 * answers every web page. This one sends no CORS headers and wants `application/json`, which a page on another origin cannot send without
 * asking first: the accounts behind it are unlocked.
 * @param port 0 for any free one.
 */
export async function serveRpc(chain: Chain, port: number): Promise<RpcServer> {
  const server = createServer((request, response) => {
    answer(chain, request, response).catch(() => response.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: bound } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${bound}`, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}

async function answer(chain: Chain, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST") return reply(response, 405, rpcError(null, INVALID_REQUEST, "Use POST."));
  if (!request.headers["content-type"]?.startsWith("application/json")) {
    return reply(response, 415, rpcError(null, INVALID_REQUEST, "The content type must be application/json."));
  }
  const body = await readBody(request);
  if (body === undefined) return reply(response, 413, rpcError(null, INVALID_REQUEST, "The request is too large."));
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return reply(response, 200, rpcError(null, PARSE_ERROR, "The request is not JSON."));
  }
  if (!Array.isArray(parsed)) return reply(response, 200, await call(chain, parsed));
  if (parsed.length === 0) return reply(response, 200, rpcError(null, INVALID_REQUEST, "The batch is empty."));
  const results: unknown[] = [];
  // One after the other: a batch of transactions must keep its order.
  for (const entry of parsed) results.push(await call(chain, entry));
  reply(response, 200, results);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function call(chain: Chain, entry: unknown): Promise<unknown> {
  const request = asRequest(entry);
  if (request === undefined) return rpcError(null, INVALID_REQUEST, "This is not a JSON-RPC request.");
  const { id, method, params } = request;
  try {
    return { jsonrpc: "2.0", id, result: await chain.request(method, ...params) };
  } catch (error) {
    return rpcError(id, ...describe(error));
  }
}

function asRequest(entry: unknown): RpcRequest | undefined {
  if (typeof entry !== "object" || entry === null || !("method" in entry) || typeof entry.method !== "string")
    return undefined;
  const params = "params" in entry && Array.isArray(entry.params) ? entry.params : [];
  const id = "id" in entry && (typeof entry.id === "string" || typeof entry.id === "number") ? entry.id : null;
  return { id, method: entry.method, params };
}

/** Code, message and data; for a revert code 3 with its return data, as other nodes answer, so that clients decode custom errors. */
function describe(error: unknown): [code: number, message: string, data?: unknown] {
  if (!(error instanceof Error)) return [INTERNAL_ERROR, String(error)];
  const code = "code" in error && typeof error.code === "number" ? error.code : INTERNAL_ERROR;
  return "data" in error ? [code, error.message, error.data] : [code, error.message];
}

function rpcError(id: RpcRequest["id"], code: number, message: string, data?: unknown) {
  return { jsonrpc: "2.0", id, error: data === undefined ? { code, message } : { code, message, data } };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
