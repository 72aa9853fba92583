import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../status.ts';

/** One HTTP request and the way to answer it. */
export interface Exchange {
  method: string;
  path: string;
  query: URLSearchParams;
  accept: string;
  contentType: string;
  userAgent: string;
  request: IncomingMessage;
  response: ServerResponse;
}

const bodyLimitBytes = 3 * 1024 * 1024;

export function createExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const url = new URL(request.url ?? '/', 'http://loopback');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    accept: request.headers.accept ?? '',
    contentType: (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '',
    userAgent: request.headers['user-agent'] ?? '',
    request,
    response,
  };
}

export async function readBytes(exchange: Exchange): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of exchange.request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyLimitBytes)
      throw new ApiError(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${bodyLimitBytes}`,
        {},
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function readBody(exchange: Exchange): Promise<string> {
  return (await readBytes(exchange)).toString('utf8');
}

export function sendText(
  exchange: Exchange,
  code: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  const body = Buffer.from(text);
  exchange.response.writeHead(code, { 'content-type': type, 'content-length': body.length });
  exchange.response.end(body);
}

export function sendJson(exchange: Exchange, code: number, value: unknown): void {
  sendText(exchange, code, `${JSON.stringify(value)}\n`, 'application/json');
}

export function sendError(exchange: Exchange, error: unknown): void {
  const known = error instanceof ApiError ? error : internalError(error);
  const { response } = exchange;
  if (response.headersSent) return void response.destroy();
  const retryAfter = known.status.details?.retryAfterSeconds;
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  sendJson(exchange, known.code, known.status);
}

function internalError(error: unknown): ApiError {
  const message = error instanceof Error ? error.message : String(error);
  const causes = [{ reason: 'InternalError', message, field: '' }];
  return new ApiError(500, 'InternalError', `Internal error occurred: ${message}`, { causes });
}
