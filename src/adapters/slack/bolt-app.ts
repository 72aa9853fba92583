import { App, type AuthorizeResult, HTTPReceiver } from '@slack/bolt';
import type { Log } from '../../ports.ts';
import { toSlackLogger } from './logger.ts';

export interface BoltAppOptions {
  readonly log: Log;
  readonly endpoint: string;
  /** Lets Bolt tell the bot's own events from other people's. */
  readonly identity?: { readonly botId: string; readonly botUserId: string };
  readonly createReference: () => string;
}

/** Bolt without its own server, token and signature check: those are ours. */
export function createBoltApp({ log, endpoint, identity, createReference }: BoltAppOptions) {
  const logger = toSlackLogger(log);
  const receiver = new HTTPReceiver({
    // Checked before, with a window on both sides and against replays.
    signingSecret: 'checked-before-bolt',
    signatureVerification: false,
    endpoints: endpoint,
    logger,
    processEventErrorHandler: async ({ response }) => {
      // An answer at once, so that Slack shows its warning now and not after three seconds of waiting.
      if (!response.headersSent) response.writeHead(500).end();
      return true;
    },
    unhandledRequestHandler: ({ response }) => {
      log.error({ reference: createReference() }, 'A request of Slack was not acknowledged in three seconds');
      if (!response.headersSent) response.writeHead(503).end();
    },
  });
  const app = new App({
    receiver,
    logger,
    authorize: async (): Promise<AuthorizeResult> => ({ ...identity }),
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
  });
  app.use(acknowledgeUnhandled);
  app.error(async ({ error, body }: { readonly error: Error; readonly body: object }) => {
    const kind = 'type' in body ? body.type : 'command';
    log.error({ err: error, kind, reference: createReference() }, 'A listener of Slack requests failed');
    throw error;
  });
  return { app, receiver };
}

type GlobalMiddleware = Parameters<App['use']>[0];

/**
 * Link buttons send an interaction as well, and unknown actions come from cards of older versions: when no listener
 * acknowledged, this does. It runs after the listeners, because a second acknowledgement is an error.
 */
const acknowledgeUnhandled: GlobalMiddleware = async (middleware) => {
  await middleware.next();
  if (!('ack' in middleware) || typeof middleware.ack !== 'function') return;
  const acknowledge: () => Promise<void> = middleware.ack;
  await acknowledge().catch((error: unknown) => {
    if (!isAlreadyAcknowledged(error)) throw error;
  });
};

function isAlreadyAcknowledged(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'slack_bolt_receiver_ack_multiple_error';
}
