import { type FastifyInstance, fastify } from 'fastify';
import type { Log } from '../ports.ts';
import { answerNotFound, answerUnreadableAddress, createErrorHandler } from './error-handler.ts';
import { createMetrics, type Metrics } from './metrics.ts';

const bodyLimitBytes = 1024 * 1024;

export interface Health {
  /** Whether requests may be sent here; `because` says why not. */
  readiness(): { readonly isReady: boolean; readonly because: string };
  /** What else an operator may want to see beside it. */
  details?(): Readonly<Record<string, unknown>>;
}

export interface ServerOptions {
  readonly log: Log;
  readonly health: Health;
  readonly metrics?: Metrics;
}

/** The HTTP server with health and metrics; handlers are mounted as plugins by the caller, who also listens. */
export function createServer({ log, health, metrics }: ServerOptions): FastifyInstance {
  const registry =
    metrics ?? createMetrics((error) => log.warn({ err: error }, 'A source of metrics failed'));
  const server = fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    // Fastify's own is 100, below what handlers allow; percent-encoding makes a character as long as twelve.
    routerOptions: { maxParamLength: 4_000 },
    frameworkErrors: answerUnreadableAddress,
    // Slack and CI systems answer in seconds; a slow sender must not hold a socket for ever.
    requestTimeout: 30_000,
    // On shutdown whoever waits for an answer still gets it.
    forceCloseConnections: 'idle',
  });
  server.setErrorHandler(createErrorHandler(log));
  server.setNotFoundHandler(answerNotFound);

  server.get('/healthz', async () => ({ status: 'ok' }));

  server.get('/readyz', async (_request, reply) => {
    const { isReady, because } = health.readiness();
    const details = health.details?.();
    if (isReady) return { status: 'ready', ...details };
    return reply.code(503).send({ status: 'not ready', because, ...details });
  });

  server.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(registry.render()),
  );

  return server;
}
