import { type FastifyInstance, fastify } from 'fastify';
import { expect, onTestFinished } from 'vitest';
import { eventually } from '../../until.ts';
import { type OpenReceiver, type OpenReceiverOptions, openReceiver } from './open-receiver.ts';
import { createSender } from './signed.ts';

const signingSecret = 'a signing secret';
const systemClock = { now: () => Date.now() };

export interface Bot extends OpenReceiver {
  readonly app: OpenReceiver['receiver']['app'];
  readonly server: FastifyInstance;
  readonly send: ReturnType<typeof createSender>;
  /** Waits until the request with the key is processed. */
  settled(key: string): Promise<void>;
}

export type BotOptions = Partial<OpenReceiverOptions> & { readonly isStarted?: boolean };

/** The Slack endpoint of a bot with its inbox; without `isStarted`, requests are stored and not processed yet. */
export async function openBot(options: BotOptions = {}): Promise<Bot> {
  const { clock = systemClock, isStarted = true } = options;
  const opened = await openReceiver({ signingSecret, clock, ...options });
  const server = fastify();
  await server.register(opened.receiver.plugin);
  if (isStarted) opened.inbox.start();
  onTestFinished(async () => {
    await server.close();
    await opened.inbox.stop();
  });
  return {
    ...opened,
    server,
    app: opened.receiver.app,
    send: createSender(server, signingSecret, clock.now),
    settled: (key) =>
      eventually(async () => {
        expect(await opened.store.inbox.record(key)).toMatchObject({ status: 'done' });
      }),
  };
}

/** Another process on the store of one that died; to be started once its listeners are there. */
export async function restart(before: Bot, options: BotOptions = {}): Promise<Bot> {
  await before.store.inbox.release();
  return openBot({ store: before.store, replica: 'two', isStarted: false, ...options });
}
