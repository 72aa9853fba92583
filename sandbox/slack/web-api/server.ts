import { setTimeout as delay } from 'node:timers/promises';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { isJsonObject, type JsonObject, objectAt, stringAt } from '../json.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { World } from '../state/world.ts';
import { type Answer, answerCall } from './answer-call.ts';
import { type CallArguments, readCallArguments } from './call-arguments.ts';
import type { Fault, Faults } from './faults.ts';
import type { RateLimiter } from './rate-limits.ts';
import type { RequestLog } from './request-log.ts';
import { answerResponseUrl } from './response-url.ts';
import { acceptUpload } from './upload.ts';

export interface WebApiServices {
  world: World;
  rates: RateLimiter;
  faults: Faults;
  log: RequestLog;
}

const bodyLimitBytes = 20_000_000;

/** Slack's HTTP side: the Web API, response URLs and file uploads. */
export function createWebApiServer(services: WebApiServices): FastifyInstance {
  const app = fastify({ logger: false, bodyLimit: bodyLimitBytes, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.all('/api/:method', (request, reply) => serveApi(request, reply, services));
  app.post('/respond/:token', (request, reply) => serveResponseUrl(request, reply, services));
  app.post('/upload/v1/:fileId', (request, reply) => serveUpload(request, reply, services));
  app.put('/upload/v1/:fileId', (request, reply) => serveUpload(request, reply, services));
  return app;
}

function serveApi(request: FastifyRequest, reply: FastifyReply, services: WebApiServices) {
  const method = parameter(request, 'method');
  const read = tryReadArguments(request);
  if ('refusal' in read) return serve({ method, channel: undefined, reply, services }, () => read.refusal);

  const token = bearerToken(request) ?? read.arguments.text('token');
  const channel = resolveChannel(read.arguments, services.world);
  return serve({ method, channel, key: keyIn(read.arguments), reply, services }, () =>
    answerCall({ method, token, channel, arguments: read.arguments }, services.world, services.rates),
  );
}

function keyIn(call: CallArguments): string | undefined {
  const metadata = call.structure('metadata');
  const payload = isJsonObject(metadata) ? objectAt(metadata, 'event_payload') : undefined;
  return payload && stringAt(payload, 'key');
}

function serveResponseUrl(request: FastifyRequest, reply: FastifyReply, services: WebApiServices) {
  const contentType = request.headers['content-type'] ?? '';
  return serve({ method: 'response_url', channel: undefined, reply, services }, () =>
    answerResponseUrl(
      parameter(request, 'token'),
      readCallArguments(contentType, bodyText(request), {}),
      services.world,
    ),
  );
}

function serveUpload(request: FastifyRequest, reply: FastifyReply, services: WebApiServices) {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return serve({ method: 'upload', channel: undefined, reply, services }, () =>
    acceptUpload(parameter(request, 'fileId'), request.headers['content-type'] ?? '', body, services.world),
  );
}

interface Exchange {
  method: string;
  channel: string | undefined;
  key?: string | undefined;
  reply: FastifyReply;
  services: WebApiServices;
}

/** Answers one request, unless a fault has been asked for; records what was answered. */
async function serve(exchange: Exchange, answer: () => Answer | Promise<Answer>): Promise<FastifyReply> {
  const { method, channel, key, reply, services } = exchange;
  const at = performance.now();
  const fault = services.faults.strike(method, channel);
  if (fault?.delayMs !== undefined) await delay(fault.delayMs);

  const isSilent = fault?.hang === true || fault?.reset === true;
  const given = isSilent ? undefined : await giveAnswer(fault, answer);
  const isAnswered = given !== undefined && fault?.dropAfterAccept !== true;
  services.log.record({
    at,
    method,
    ...(channel === undefined ? {} : { channel }),
    ...(key === undefined ? {} : { key }),
    ...(typeof given?.body['ts'] === 'string' ? { ts: given.body['ts'] } : {}),
    ok: given?.body['ok'] === true,
    ...(typeof given?.body['error'] === 'string' ? { error: given.body['error'] } : {}),
    status: isAnswered ? given.status : 0,
  });

  if (fault?.answerDelayMs !== undefined) await delay(fault.answerDelayMs);
  if (isAnswered) return reply.code(given.status).headers(given.headers).send(given.body);
  reply.hijack();
  if (fault?.reset === true) reply.raw.socket?.resetAndDestroy();
  else if (!isSilent) reply.raw.destroy();
  return reply;
}

/** What the fault says instead, or what comes of doing what was asked. */
async function giveAnswer(fault: Fault | undefined, answer: () => Answer | Promise<Answer>): Promise<Answer> {
  const refusal = fault && faultAnswer(fault);
  if (refusal !== undefined) return refusal;
  const given = await answer();
  if (given.body['ok'] === true) fault?.onAccept?.();
  return given;
}

function faultAnswer(fault: Fault): Answer | undefined {
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  const body: JsonObject = {
    ok: false,
    error: fault.error ?? (fault.retryAfter === undefined ? 'internal_error' : 'ratelimited'),
  };

  if (fault.status !== undefined) return { status: fault.status, headers, body };
  if (fault.retryAfter !== undefined) return { status: 429, headers, body };
  return fault.error === undefined ? undefined : { status: 200, headers, body };
}

function tryReadArguments(request: FastifyRequest): { arguments: CallArguments } | { refusal: Answer } {
  try {
    const query = typeof request.query === 'object' && request.query !== null ? { ...request.query } : {};
    return { arguments: readCallArguments(request.headers['content-type'] ?? '', bodyText(request), query) };
  } catch (error) {
    if (!(error instanceof SlackApiError)) throw error;
    return {
      refusal: { status: 200, headers: {}, body: { ok: false, error: error.code, ...error.details } },
    };
  }
}

function resolveChannel(call: CallArguments, world: World): string | undefined {
  const reference = call.text('channel') ?? call.text('channel_id');
  return reference === undefined ? undefined : (world.channels.find(reference)?.id ?? reference);
}

function bodyText(request: FastifyRequest): string {
  return Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
}

function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function parameter(request: FastifyRequest, name: string): string {
  const { params } = request;
  const value: unknown =
    typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : '';
}
