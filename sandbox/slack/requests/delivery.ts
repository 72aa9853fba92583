import type { World } from '../state/world.ts';
import { signRequest } from './signature.ts';

/** One request to the bot and what came back. */
export interface Delivery {
  /** False when nothing was sent, for a person who pressed Cancel in a confirm dialog. */
  isSent: boolean;
  /** The bot's HTTP status; 0 when there was no answer. */
  status: number;
  body: string;
  tookMs: number;
  request: { headers: Record<string, string>; body: string };
}

/** A delivery Slack would show the person as an error. */
export interface DeliveryError {
  what: string;
  reason: 'late' | 'refused' | 'no-answer';
  delivery: Delivery;
}

export interface BotConnection {
  connect(botUrl: string): void;
  /** Sends a body, signed. `what` names it in `errors`. */
  send(what: string, body: string, contentType?: string): Promise<Delivery>;
  /** Sends the very same bytes and headers again. */
  replay(delivery: Delivery): Promise<Delivery>;
  readonly errors: DeliveryError[];
  close(): void;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
const ackDeadlineMs = 3000;
const giveUpAfterMs = 10_000;

export function createBotConnection(world: World): BotConnection {
  const errors: DeliveryError[] = [];
  const closing = new AbortController();
  let endpoint: string | undefined;

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
    send(what, body, contentType = 'application/x-www-form-urlencoded') {
      const signed = signRequest(body, world.workspace.signingSecret, Math.floor(world.now() / 1000));
      return deliver(what, {
        headers: { 'content-type': contentType, 'user-agent': 'Slackbot 1.0', ...signed },
        body,
      });
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
