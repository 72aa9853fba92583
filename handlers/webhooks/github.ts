import { Webhooks } from '@octokit/webhooks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerDeployment } from '../../src/app/locks/answer-deployment.ts';
import { readWaitingDeployment } from './waiting-deployment.ts';

export interface GitHubWebhookOptions {
  readonly deployments: AnswerDeployment;
  /** More than one while it is changed. */
  readonly secrets: readonly string[];
}

/**
 * What GitHub tells the App. Stored, then answered: GitHub waits ten seconds and sends nothing again by itself. Events
 * that nobody needs are taken and dropped.
 */
export async function registerGitHubWebhook(
  server: FastifyInstance,
  { deployments, secrets }: GitHubWebhookOptions,
): Promise<void> {
  const verifiers = secrets.map((secret) => new Webhooks({ secret }));

  async function isGenuine(body: string, request: FastifyRequest): Promise<boolean> {
    const signature = headerOf(request, 'x-hub-signature-256');
    if (!/^sha256=[0-9a-f]{64}$/.test(signature) || body === '') return false;
    for (const verifier of verifiers) if (await verifier.verify(body, signature)) return true;
    return false;
  }

  // The signature is of the bytes as they came: this parser is for this route alone.
  await server.register(async (own) => {
    own.removeAllContentTypeParsers();
    own.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    own.post('/v1/github/webhooks', async (request, reply) => {
      const body = typeof request.body === 'string' ? request.body : '';
      if (!(await isGenuine(body, request))) {
        return refuse(reply, 401, 'unauthorized', 'The signature is missing or wrong. Compare the secrets.');
      }
      const event = headerOf(request, 'x-github-event');
      if (event !== 'deployment_protection_rule') return reply.code(202).send({ event, status: 'ignored' });
      const deployment = readWaitingDeployment(headerOf(request, 'x-github-delivery'), body);
      if (deployment === undefined) {
        return refuse(reply, 400, 'invalid', 'This is no deployment that waits for a protection rule.');
      }
      await deployments.receive(deployment);
      return reply.code(202).send({ event, status: 'accepted' });
    });
  });
}

function headerOf(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

function refuse(reply: FastifyReply, status: number, error: string, message: string): FastifyReply {
  return reply.code(status).send({ error, message });
}
