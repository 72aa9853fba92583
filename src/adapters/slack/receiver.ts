import type { App } from '@slack/bolt';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { createReference } from '../../http/reference.ts';
import type { Clock, Log } from '../../ports.ts';
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
      const refusal = await admit(request, reply, body);
      if (refusal !== undefined) return refusal;
      reply.hijack();
      receiver.requestListener(Object.assign(request.raw, { rawBody: body }), reply.raw);
      return reply;
    });
  };

  /** Answers what Bolt must not see; undefined lets the request through. */
  async function admit(
    request: FastifyRequest,
    reply: FastifyReply,
    body: Buffer,
  ): Promise<FastifyReply | undefined> {
    const verification = verify(request, body);
    if (verification.kind === 'refused') {
      log.warn({ because: verification.because }, 'A request to the Slack endpoint was refused');
      return reply.code(401).send();
    }
    const contentType = mediaType(request.headers['content-type']);
    if (!isReadableBody(contentType, body)) {
      log.warn({ contentType }, 'A signed request of Slack cannot be read');
      return reply.code(400).send();
    }
    request.raw.headers['content-type'] = contentType;
    if (await options.remember(verification.signature)) return undefined;
    log.warn({ path: endpoint }, 'A request of Slack was sent twice and is not acted on again');
    return reply.code(200).send();
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
