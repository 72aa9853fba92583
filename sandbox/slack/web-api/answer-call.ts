import type { JsonObject } from '../json.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { World } from '../state/world.ts';
import type { CallArguments } from './call-arguments.ts';
import { methodTable } from './method-table.ts';
import type { RateLimiter } from './rate-limits.ts';
import type { WebApiMethod } from './web-api-method.ts';

const tokenFree = new Set(['api.test', 'blocks.validate']);

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
}

export interface Call {
  method: string;
  token: string | undefined;
  /** The id of the channel it is about, where it is about one. */
  channel: string | undefined;
  arguments: CallArguments;
}

/** Runs one Web API call in Slack's order: method, token, rate, scope, arguments. */
export function answerCall(call: Call, world: World, rates: RateLimiter): Answer {
  try {
    const method = methodTable.get(call.method);
    if (!method) throw new SlackApiError('unknown_method', { req_method: call.method });
    if (!tokenFree.has(call.method)) requireToken(call.token, world);

    const retryAfter = rates.take(call.method, method.rate, call.channel);
    if (retryAfter !== undefined) return rateLimited(retryAfter);
    requireScope(method, world);
    return accepted(method, method.run(call.arguments, world), world);
  } catch (error) {
    if (error instanceof SlackApiError)
      return { status: 200, headers: {}, body: { ok: false, error: error.code, ...error.details } };
    throw error;
  }
}

function requireToken(token: string | undefined, world: World): void {
  if (token === undefined || token === '') throw new SlackApiError('not_authed');
  if (token !== world.workspace.botToken) throw new SlackApiError('invalid_auth');
}

function requireScope(method: WebApiMethod, world: World): void {
  const { scopes } = world.workspace;
  if (method.scopes.length === 0 || method.scopes.some((scope) => scopes.includes(scope))) return;
  throw new SlackApiError('missing_scope', { needed: method.scopes.join(','), provided: scopes.join(',') });
}

export function rateLimited(retryAfter: number): Answer {
  return {
    status: 429,
    headers: { 'retry-after': String(retryAfter) },
    body: { ok: false, error: 'ratelimited' },
  };
}

function accepted(method: WebApiMethod, result: JsonObject, world: World): Answer {
  const headers = {
    'x-oauth-scopes': world.workspace.scopes.join(','),
    'x-accepted-oauth-scopes': method.scopes.join(','),
  };
  return { status: 200, headers, body: { ok: true, ...result } };
}
