import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RecordBuildStep } from '../../src/app/record-build-step.ts';
import { UserError } from '../../src/errors.ts';

export interface BuildToken {
  /** The service that the token may report for; `*` for all of them. */
  readonly service: string;
  readonly token: string;
}

const text = (most: number) => z.string().trim().min(1).max(most);

/** What a pipeline puts to `/v1/builds/{build}/steps/{step}`. Unknown keys are ignored: pipelines grow. */
const stepBody = z.object({
  service: text(100).describe('the service that is built'),
  status: z.enum(['pending', 'running', 'passed', 'failed', 'skipped']),
  title: text(200).optional(),
  detail: text(500).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,40}$/, 'expected a commit of 7 to 40 hexadecimal digits')
    .optional(),
  commitTitle: text(1000).optional(),
  author: text(200).optional(),
  image: text(500).optional(),
  buildUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
});

const stepParameters = z.object({ build: text(200), step: text(200) });

/** Build steps as pipelines report them. Idempotent; no Slack token lives in CI. */
export function registerBuildStep(
  server: FastifyInstance,
  recordBuildStep: RecordBuildStep,
  tokens: readonly BuildToken[],
) {
  server.put('/v1/builds/:build/steps/:step', { bodyLimit: 65_536 }, async (request, reply) => {
    const token = tokenOf(request, tokens);
    if (token === undefined) {
      return reply
        .code(401)
        .send({ error: 'unauthorized', message: 'Send a token of builds.tokens as a bearer token.' });
    }
    const parameters = stepParameters.safeParse(request.params);
    const body = stepBody.safeParse(request.body);
    if (!parameters.success || !body.success) return invalid(reply, parameters.error ?? body.error);
    if (token.service !== '*' && token.service !== body.data.service) {
      const message = `This token reports for ${token.service}, not for ${body.data.service}.`;
      return reply.code(403).send({ error: 'forbidden', message });
    }

    const { build, step } = parameters.data;
    try {
      await recordBuildStep.record({ build, step, ...body.data });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return reply.code(422).send({ error: error.code, message: error.message });
    }
    return reply.code(200).send({ build, step, status: body.data.status });
  });
}

function tokenOf(request: FastifyRequest, tokens: readonly BuildToken[]): BuildToken | undefined {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return tokens.find(({ token }) => isSame(token, given));
}

function isSame(expected: string, given: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(given);
  return left.length === right.length && timingSafeEqual(left, right);
}

function invalid(reply: FastifyReply, error: z.ZodError | undefined) {
  const problems = error?.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`) ?? [];
  return reply.code(400).send({ error: 'invalid', message: problems.join('; ') });
}
