import type { App } from '@slack/bolt';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Clock, Log } from '../../ports.ts';
import { createReference } from '../../reference.ts';
import { createBoltApp } from './bolt-app.ts';
import { isReadableBody, mediaType } from './request-body.ts';
import { type Verification, verifySlackSignature } from './verify-request.ts';

const endpoint = '/slack/events';
const bodyLimitBytes = 1024 * 1024;

export interface SlackReceiverOptions {
  readonly signingSecret: string;
  readonly clock: Clock;
  /** False when the key was seen before. Asked before anything acts; a failure refuses the request. */
  readonly remember: (key: string) => Promise<boolean>;
  readonly log: Log;
  readonly identity?: { readonly botId: string; readonly botUserId: string };
  readonly createReference?: () => string;
}

export interface SlackReceiver {
  /** For `app.action`, `app.view`, `app.command`, `app.event`. */
  readonly app: App;
  /** Mount with `server.register(plugin)`; answers POST /slack/events and touches no other route. */
  readonly plugin: FastifyPluginAsync;
}

/**
 * Slack's requests, verified and seen once, handed to Bolt. The content type parsers are replaced inside the plugin
 * only: Bolt's own example replaces them for every route of the server.
 */
export function createSlackReceiver(options: SlackReceiverOptions): SlackReceiver {
  const { log, identity, createReference: reference = createReference } = options;
  const { app, receiver } = createBoltApp({
    log,
    endpoint,
    createReference: reference,
    ...(identity === undefined ? {} : { identity }),
  });

  const plugin: FastifyPluginAsync = async (server) => {
    await app.init();
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: bodyLimitBytes },
      (_request, body, done) => done(null, body),
    );
    server.post(endpoint, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const verdict = await judge(request, body);
      if (verdict !== 'admitted') return reply.code(verdict).send();
      reply.hijack();
      receiver.requestListener(Object.assign(request.raw, { rawBody: body }), reply.raw);
      return reply;
    });
  };

  /** The status that ends a request which Bolt must not see. */
  async function judge(request: FastifyRequest, body: Buffer): Promise<'admitted' | 200 | 400 | 401> {
    const verification = verify(request, body);
    if (verification.kind === 'refused') {
      log.warn({ because: verification.because }, 'A request to the Slack endpoint was refused');
      return 401;
    }
    const contentType = mediaType(request.headers['content-type']);
    if (!isReadableBody(contentType, body)) {
      log.warn({ contentType }, 'A signed request of Slack cannot be read');
      return 400;
    }
    request.raw.headers['content-type'] = contentType;
    if (await options.remember(verification.signature)) return 'admitted';
    log.warn({ path: endpoint }, 'A request of Slack was sent twice and is not acted on again');
    return 200;
  }

  function verify(request: FastifyRequest, body: Buffer): Verification {
    return verifySlackSignature(
      {
        signature: single(request.headers['x-slack-signature']),
        timestamp: single(request.headers['x-slack-request-timestamp']),
        body,
      },
      { signingSecret: options.signingSecret, now: options.clock.now() },
    );
  }

  return { app, plugin };
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
