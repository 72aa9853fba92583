import type { FastifyInstance } from 'fastify';
import type { SlackStandIn } from '../slack/index.ts';

const heartbeatMs = 15_000;

/** Server-sent events: one for every change in Slack, so that the page reads again what changed. */
export function registerStream(app: FastifyInstance, slack: SlackStandIn): void {
  app.get('/api/changes', (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write('retry: 1000\n\n');

    const stop = slack.onChange((change) => reply.raw.write(`data: ${JSON.stringify(change)}\n\n`));
    const heartbeat = setInterval(() => reply.raw.write(': still here\n\n'), heartbeatMs);
    request.raw.on('close', () => {
      stop();
      clearInterval(heartbeat);
    });
  });
}
