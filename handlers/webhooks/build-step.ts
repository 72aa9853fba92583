import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type BuildRefusal, buildRefusal } from '../../messages/build-refusal.ts';
import { stepHasEnded } from '../../src/app/record-build-step.ts';
import type { ReportBuildStep } from '../../src/app/report-build-step.ts';
import { type BuildToken, tokenOf } from './build-token.ts';
import { readStepReport } from './step-report.ts';

const bodyLimit = 65_536;

/** Build steps as pipelines report them. Idempotent, 409 for another end of a step that has ended; no Slack token lives in CI. */
export function registerBuildStep(
  server: FastifyInstance,
  reportBuildStep: ReportBuildStep,
  tokens: readonly BuildToken[],
) {
  const options = { bodyLimit, errorHandler: refuseUnread };
  server.put('/v1/builds/:build/steps/:step', options, async (request, reply) => {
    const token = tokenOf(request, tokens);
    if (token === undefined) return refuse(reply, 401, { kind: 'unauthorized' });
    const reading = readStepReport(request.params, request.body);
    if (reading.kind === 'wrong') return refuse(reply, 400, { kind: 'invalid', problems: reading.problems });
    const { report } = reading;
    if (token.service !== '*' && token.service !== report.service) {
      return refuse(reply, 403, { kind: 'other-service', allowed: token.service, asked: report.service });
    }

    const ending = await reportBuildStep.report(report);
    if (ending?.kind === 'refused') {
      const { code, message } = ending.error;
      return reply.code(code === stepHasEnded ? 409 : 422).send({ error: code, message });
    }
    // Whatever has not ended yet is stored, and shown later: nobody has to send it again.
    const { build, step, status } = report;
    if (ending?.kind !== 'done') return reply.code(202).send({ build, step, status });
    return reply.code(200).send({ build, step, status, ...ending.said });
  });
}

/** Bodies that the server could not read; everything else is the server's own handler's. */
function refuseUnread(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = unread(error);
  if (refusal === undefined) throw error;
  return refuse(reply, error.statusCode ?? 400, refusal);
}

function unread(error: FastifyError): BuildRefusal | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { kind: 'too-large', mostBytes: bodyLimit };
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return { kind: 'no-body' };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { kind: 'other-media-type' };
    default:
      // Fastify's JSON parser throws errors of several kinds, all of them with status 400.
      return error.statusCode === 400 ? { kind: 'not-json' } : undefined;
  }
}

const codes: Readonly<Record<BuildRefusal['kind'], string>> = {
  unauthorized: 'unauthorized',
  'other-service': 'forbidden',
  invalid: 'invalid',
  'not-json': 'not_json',
  'no-body': 'no_body',
  'other-media-type': 'unsupported_media_type',
  'too-large': 'too_large',
};

function refuse(reply: FastifyReply, status: number, refusal: BuildRefusal): FastifyReply {
  return reply.code(status).send({ error: codes[refusal.kind], message: buildRefusal(refusal) });
}
