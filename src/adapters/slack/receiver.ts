import type { App } from '@slack/bolt';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Arrival, Chat, Clock, Log } from '../../ports.ts';
import { createReference } from '../../reference.ts';
import { createAnswers } from './answers.ts';
import { createBoltApp } from './bolt-app.ts';
import { classify, type SlackRequest } from './classify.ts';
import { createDispatch, type Dispatch, once } from './dispatch.ts';
import { createAnswerLate, type LateViews } from './late-answer.ts';
import { mediaType, readSlackBody, type SlackBody } from './request-body.ts';
import { type Verification, verifySlackSignature } from './verify-request.ts';

const endpoint = '/slack/events';
const bodyLimitBytes = 1024 * 1024;
/** Slack shows people an error after three seconds, the way there and back included. */
const answerWithinMs = 2_500;

export interface SlackReceiverOptions {
  readonly signingSecret: string;
  readonly clock: Clock;
  /** Stores the request; false when it was here before. Only then is it acknowledged; a failure refuses it. */
  readonly receive: (arrival: Arrival) => Promise<boolean>;
  /** For answers that come when the request has gone. */
  readonly chat: Pick<Chat, 'respond' | 'updateView'>;
  readonly lateViews: LateViews;
  readonly log: Log;
  readonly identity?: { readonly botId: string; readonly botUserId: string };
  readonly createReference?: () => string;
  readonly answerWithinMs?: number;
}

export interface SlackReceiver {
  /** For `app.action`, `app.view`, `app.command`, `app.event`. */
  readonly app: App;
  /** Mount with `server.register(plugin)`; answers POST /slack/events and touches no other route. */
  readonly plugin: FastifyPluginAsync;
  /** Runs the listeners of a request that was received; to be called for what is stored. */
  readonly dispatch: Dispatch;
}

/**
 * Slack's requests: verified, stored, acknowledged. Commands and submissions are acknowledged with what their listener
 * answers, if it does in time. The content type parsers are replaced inside the plugin only.
 */
export function createSlackReceiver(options: SlackReceiverOptions): SlackReceiver {
  const { log, receive, createReference: reference = createReference } = options;
  const app = createBoltApp(options);
  const answers = createAnswers();
  const answerLate = createAnswerLate({ ...options, views: options.lateViews });

  const plugin: FastifyPluginAsync = async (server) => {
    await app.init();
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: bodyLimitBytes },
      (_request, body, done) => done(null, body),
    );
    server.post(endpoint, async (request, reply) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const verification = verify(request, bytes);
      if (verification.kind === 'refused') {
        log.warn({ because: verification.because }, 'A request to the Slack endpoint was refused');
        return reply.code(401).send();
      }
      const contentType = mediaType(request.headers['content-type']);
      const body = readSlackBody(contentType, bytes);
      const kind = body === undefined ? ({ kind: 'unknown' } as const) : classify(body);
      if (body === undefined || kind.kind === 'unknown') {
        log.warn({ contentType, type: typeof body?.['type'] }, 'A signed request of Slack cannot be read');
        return reply.code(400).send();
      }
      return answer(kind, body, reply);
    });
  };

  async function answer(
    request: Exclude<SlackRequest, { kind: 'unknown' }>,
    body: SlackBody,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    switch (request.kind) {
      case 'handshake':
        return send(reply, request.answer);
      case 'rate-limited':
        log.error({ body }, 'Slack withholds events of this workspace: more than 30,000 came in an hour');
        return send(reply, undefined);
      case 'lookup':
        return lookUp(body, reply);
      case 'stored':
        return store(request.arrival, request.isAnswered, reply);
      default:
        return request satisfies never;
    }
  }

  async function store(arrival: Arrival, isAnswered: boolean, reply: FastifyReply): Promise<FastifyReply> {
    const expected = isAnswered ? answers.expect(arrival.key) : undefined;
    const isNew = await receive(arrival).catch(async (error: unknown) => {
      await expected?.within(0);
      throw error;
    });
    if (!isNew) log.warn({ key: arrival.key }, 'A request of Slack was sent twice and is not acted on again');
    const given = await expected?.within(isNew ? (options.answerWithinMs ?? answerWithinMs) : 0);
    if (given !== undefined) return send(reply, given.answer);
    const isDialog = isNew && isAnswered && arrival.source === 'slack-interaction';
    return send(reply, isDialog ? { response_action: 'update', view: options.lateViews.working } : undefined);
  }

  /** Nothing of this is stored: when it fails, the person opens the menu again. */
  async function lookUp(body: SlackBody, reply: FastifyReply): Promise<FastifyReply> {
    const given: { answer?: string | object | undefined } = {};
    const ack = once(async (choices) => {
      given.answer = choices;
    });
    try {
      await app.processEvent({ body: { ...body }, ack });
      return send(reply, given.answer);
    } catch (error) {
      log.error({ err: error, reference: reference() }, 'The choices of a menu could not be found');
      return reply.code(500).send();
    }
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

  return { app, plugin, dispatch: createDispatch({ app, answers, answerLate, log }) };
}

function send(reply: FastifyReply, answer: string | object | undefined): FastifyReply {
  if (answer === undefined || answer === '') return reply.code(200).send();
  if (typeof answer === 'string') return reply.code(200).type('text/plain; charset=utf-8').send(answer);
  return reply.code(200).type('application/json; charset=utf-8').send(JSON.stringify(answer));
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
