import { App, type AuthorizeResult, type Receiver } from '@slack/bolt';
import type { Log } from '../../ports.ts';
import { toSlackLogger } from './logger.ts';

export interface BoltAppOptions {
  readonly log: Log;
  /** Lets Bolt tell the bot's own events from other people's. */
  readonly identity?: { readonly botId: string; readonly botUserId: string };
}

/**
 * Bolt without its own server, token, signature check and acknowledging: those are ours. Bolt acknowledges an event
 * before any middleware sees it, so that what fails afterwards would be lost.
 */
export function createBoltApp({ log, identity }: BoltAppOptions): App {
  const app = new App({
    receiver: withoutServer,
    logger: toSlackLogger(log),
    authorize: async (): Promise<AuthorizeResult> => ({ ...identity }),
    convoStore: false,
    deferInitialization: true,
  });
  app.error(async (error) => {
    throw originalOf(error);
  });
  return app;
}

const withoutServer: Receiver = {
  init: () => undefined,
  start: async () => undefined,
  stop: async () => undefined,
};

/** Bolt wraps what has no code, and what several listeners threw; of those the first is told. */
function originalOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if ('originals' in error && Array.isArray(error.originals)) return originalOf(error.originals[0]);
  return 'original' in error && error.original instanceof Error ? error.original : error;
}
