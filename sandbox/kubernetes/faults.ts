import { type Exchange, sendJson, sendText } from './api/exchange.ts';
import { errorLine, type WatchHub } from './api/watch.ts';
import { failure } from './status.ts';
import type { Store } from './store.ts';

export interface RequestFacts {
  method: string;
  path: string;
  query: string;
  userAgent: string;
}

export interface FaultyAnswer {
  match?: (request: RequestFacts) => boolean;
  status?: number;
  body?: string;
  retryAfter?: number;
  times?: number;
}

/** Ways to make the API server fail, for tests and for the sandbox's page. */
export interface Faults {
  /** Answers the next matching requests with an error instead of doing them. */
  next(answer: FaultyAnswer): void;
  /** Resets the connection of every open watch. */
  dropWatches(): void;
  /** Ends every open watch cleanly, as a server-side timeout does. */
  endWatches(): void;
  /** Forgets the history: the next resume is told 410. */
  expireHistory(): void;
  /** Sends an ERROR event with this code into every open watch. */
  errorInWatches(code: number): void;
  /** Half-open connections: every open watch stays open and says nothing any more. Those that follow are well. */
  abandonWatches(): void;
  /** Resets every connection, the open ones too, until it is told otherwise: an API server that is down. */
  refuse(isRefusing: boolean): void;
  /** Accepts requests and never answers them, and keeps watches silent, until thaw(). */
  freeze(): void;
  thaw(): void;
  /** Applies the next patches and never answers them; those that are only tried are answered. */
  hangAfterPatch(times?: number): void;
  /** Does the next matching request, and never answers it. */
  loseAnswer(match: (request: RequestFacts) => boolean): void;
  /** Sends a line that is not JSON into every open watch. */
  malformedLine(): void;
  /** Nothing fails any more; watches that were abandoned stay so. */
  clear(): void;
}

export interface FaultGate extends Faults {
  /** Answers or swallows the request; false means that it should be served. */
  intercept(exchange: Exchange): boolean;
  takesAnswer(exchange: Exchange): boolean;
  isFrozen(): boolean;
  isRefusing(): boolean;
}

const reasons: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

const words: Record<number, string> = {
  401: 'Unauthorized',
  410: 'too old resource version: 1 (2)',
  429: 'Too many requests, please try again later.',
  500: 'Internal error occurred: etcdserver: request timed out',
  503: 'the server is currently unable to handle the request',
};

function statusFor(code: number) {
  return failure(code, reasons[code] ?? '', words[code] ?? `the server answered with code ${code}`);
}

function factsOf({ method, path, query, userAgent }: Exchange): RequestFacts {
  return { method, path, query: query.toString(), userAgent };
}

function isAppliedPatch({ method, query }: RequestFacts): boolean {
  return method === 'PATCH' && !query.includes('dryRun=');
}

export interface FaultGateDeps {
  store: Store;
  hub: WatchHub;
  /** Resets every open connection. */
  resetConnections(): void;
}

export function createFaultGate(deps: FaultGateDeps): FaultGate {
  const answers: { answer: FaultyAnswer; left: number }[] = [];
  let frozen = false;
  let refusing = false;
  let lost: ((request: RequestFacts) => boolean)[] = [];

  function answerWith(exchange: Exchange, { status = 500, body, retryAfter }: FaultyAnswer): void {
    if (retryAfter !== undefined) exchange.response.setHeader('retry-after', String(retryAfter));
    if (body === undefined) sendJson(exchange, status, statusFor(status));
    else sendText(exchange, status, body);
  }

  function thaw(): void {
    frozen = false;
    deps.hub.setSilent(false);
  }

  return {
    next: (answer) => void answers.push({ answer, left: answer.times ?? 1 }),
    dropWatches: () => deps.hub.resetAll(),
    endWatches: () => deps.hub.endAll(),
    expireHistory: () => deps.store.forgetHistory(),
    errorInWatches: (code) => deps.hub.sendAll(errorLine(statusFor(code))),
    abandonWatches: () => deps.hub.abandonAll(),
    refuse(isRefusing) {
      refusing = isRefusing;
      if (isRefusing) deps.resetConnections();
    },
    freeze() {
      frozen = true;
      deps.hub.setSilent(true);
    },
    thaw,
    hangAfterPatch(times = 1) {
      lost.push(...Array.from({ length: times }, () => isAppliedPatch));
    },
    loseAnswer: (match) => void lost.push(match),
    malformedLine: () => deps.hub.sendAll('{"type":"MODIFIED","object":{"kind":"Po\n'),
    clear() {
      answers.length = 0;
      lost = [];
      refusing = false;
      thaw();
    },
    intercept(exchange) {
      if (frozen) return true;
      const facts = factsOf(exchange);
      const found = answers.find(({ answer }) => answer.match?.(facts) ?? true);
      if (found === undefined) return false;
      found.left -= 1;
      if (found.left <= 0) answers.splice(answers.indexOf(found), 1);
      answerWith(exchange, found.answer);
      return true;
    },
    takesAnswer(exchange) {
      const at = lost.findIndex((match) => match(factsOf(exchange)));
      if (at >= 0) lost.splice(at, 1);
      return at >= 0;
    },
    isFrozen: () => frozen,
    isRefusing: () => refusing,
  };
}
