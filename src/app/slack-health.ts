import type { Log } from '../ports.ts';

export interface SlackHealth {
  start(): void;
  stop(): void;
  readiness(): { readonly isReady: boolean; readonly because: string };
}

const retryMs = 15_000;

/**
 * Asks Slack at the start whether it knows us, and goes on asking until it does: a wrong token or an unreachable
 * Slack must not stop what is watched from being recorded.
 */
export function createSlackHealth(ping: () => Promise<{ readonly team: string }>, log: Log): SlackHealth {
  let because = 'Slack has not answered yet';
  let isReady = false;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function ask(): Promise<void> {
    try {
      const { team } = await ping();
      isReady = true;
      because = '';
      log.info({ team }, 'connected to Slack');
    } catch (error) {
      because = error instanceof Error ? error.message : String(error);
      log.error({ because, retryMs }, 'Slack does not let us in');
      if (!isStopped) timer = setTimeout(ask, retryMs);
    }
  }

  return {
    start: () => void ask(),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
    readiness: () => ({ isReady, because }),
  };
}
