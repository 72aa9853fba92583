import { type FastifyInstance, fastify } from 'fastify';
import type { SlackStandIn } from '../slack/index.ts';
import { registerActions } from './actions.ts';
import { registerAssets } from './assets.ts';
import type { Deployer } from './deployer.ts';
import { registerReading } from './reading.ts';
import { registerStream } from './stream.ts';

export type { Behaviour, Deployer } from './deployer.ts';

export interface PageOptions {
  slack: SlackStandIn;
  deployer: Deployer;
}

/** Fastify plugin: the page, its JSON API and its stream of changes. */
export async function pagePlugin(app: FastifyInstance, options: PageOptions): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    // A page of another site must not drive the sandbox through a name that resolves to loopback.
    if (!isLoopback(request.headers.host))
      return reply.code(403).send({ ok: false, error: 'Open the page as localhost or 127.0.0.1.' });
  });
  app.setErrorHandler((error, _request, reply) =>
    reply.code(statusOf(error)).send({ ok: false, error: messageOf(error) }),
  );

  await registerAssets(app);
  registerReading(app, options);
  registerActions(app, options);
  registerStream(app, options.slack);
}

function isLoopback(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host ?? '');
}

function statusOf(error: unknown): number {
  const status: unknown =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 422;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export interface Page {
  url: string;
  close(): Promise<void>;
}

/** Serves the page on loopback. Rejects when the port is taken. */
export async function startPage(options: PageOptions & { port?: number }): Promise<Page> {
  const app = fastify({ logger: false, forceCloseConnections: true });
  await app.register(pagePlugin, options);
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });

  return {
    url,
    async close() {
      await app.close();
    },
  };
}
