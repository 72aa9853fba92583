import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import type { World } from '../state/world.ts';
import { type EventRetry, eventEnvelope, retryHeaders } from './event-envelope.ts';
import { signRequest } from './signature.ts';

/** One request to the bot and what came back. */
export interface Delivery {
  /** False when nothing was sent: the person pressed Cancel in a confirm dialog, or typed a command of nobody. */
  isSent: boolean;
  /** The bot's HTTP status; 0 when there was no answer. */
  status: number;
  body: string;
  tookMs: number;
  request: { headers: Record<string, string>; body: string };
}

/** A delivery Slack would show the person as an error. */
/** What is there to tell when a person's act stayed within Slack. */
export function nothingSent(): Delivery {
  return { isSent: false, status: 0, body: '', tookMs: 0, request: { headers: {}, body: '' } };
}

export interface DeliveryError {
  what: string;
  reason: 'late' | 'refused' | 'no-answer';
  delivery: Delivery;
}

export interface BotConnection {
  connect(botUrl: string): void;
  /** Sends a form, signed. `what` names it in `errors`. */
  send(what: string, body: string): Promise<Delivery>;
  /** Sends an event of the Events API; with `retry`, as Slack's repeated attempt. */
  sendEvent(event: JsonObject, retry?: EventRetry): Promise<Delivery>;
  /** Asks the bot to prove that its address is its own. */
  verifyUrl(): Promise<Delivery>;
  /** Sends the very same bytes and headers again. */
  replay(delivery: Delivery): Promise<Delivery>;
  readonly errors: DeliveryError[];
  close(): void;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
export const ackDeadlineMs = 3000;
const giveUpAfterMs = 10_000;
const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

export function createBotConnection(world: World): BotConnection {
  const errors: DeliveryError[] = [];
  const closing = new AbortController();
  let endpoint: string | undefined;

  function sign(body: string, contentType: string, more: Record<string, string> = {}): Delivery['request'] {
    const signed = signRequest(body, world.workspace.signingSecret, Math.floor(world.now() / 1000));
    return {
      headers: { 'content-type': contentType, 'user-agent': 'Slackbot 1.0', ...signed, ...more },
      body,
    };
  }

  async function deliver(what: string, request: Delivery['request']): Promise<Delivery> {
    if (endpoint === undefined) throw new Error('The stand-in knows no bot yet: call connect(botUrl) first.');
    const started = performance.now();
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(giveUpAfterMs)]);
    const answer = await post(endpoint, request, signal);
    const delivery = { isSent: true, ...answer, tookMs: performance.now() - started, request };
    const reason = whatIsWrong(delivery);
    if (reason) errors.push({ what, reason, delivery });
    return delivery;
  }

  return {
    errors,
    connect(botUrl) {
      endpoint = new URL('/slack/events', botUrl).href;
    },
    send: (what, body) => deliver(what, sign(body, form)),
    sendEvent(event, retry) {
      const body = JSON.stringify(eventEnvelope(event, world, retry));
      return deliver(`event ${String(event['type'])}`, sign(body, json, retryHeaders(retry)));
    },
    verifyUrl() {
      const challenge = randomBytes(16).toString('hex');
      const body = JSON.stringify({
        token: 'sandbox-verification-token',
        challenge,
        type: 'url_verification',
      });
      return deliver('url_verification', sign(body, json));
    },
    replay: (delivery) => deliver('replay', delivery.request),
    close: () => closing.abort(),
  };
}

async function post(
  url: string,
  request: Delivery['request'],
  signal: AbortSignal,
): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(url, { method: 'POST', ...request, signal });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return { status: 0, body: error instanceof Error ? error.message : String(error) };
  }
}

function whatIsWrong(delivery: Delivery): DeliveryError['reason'] | undefined {
  if (delivery.status === 0) return 'no-answer';
  if (delivery.status < 200 || delivery.status > 299) return 'refused';
  return delivery.tookMs > ackDeadlineMs ? 'late' : undefined;
}
