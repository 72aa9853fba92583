import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../ports.ts';
import { createReference } from '../reference.ts';

/**
 * What the caller did wrong is told to them; what we did wrong is logged, and they get the reference to it. No stack
 * and no message of ours ever leaves.
 */
export function createErrorHandler(log: Log) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) {
      return reply.code(status).send({ error: error.code ?? 'bad_request', message: error.message });
    }
    const reference = createReference();
    log.error(
      { err: error, reference, method: request.method, path: pathOf(request) },
      'An HTTP request failed',
    );
    return reply.code(500).send({
      error: 'internal_error',
      message: `Something failed on our side. Ask an administrator to look for ${reference} in the log.`,
      reference,
    });
  };
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .send({ error: 'not_found', message: `There is no ${request.method} ${pathOf(request)} here.` });
}

/** Fastify repeats an address that it cannot read, whatever stands in it; this does not. */
export function answerUnreadableAddress(
  error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  const isTooLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
  const message = isTooLong
    ? 'The address is too long.'
    : 'The address cannot be read: a % in it begins no character.';
  reply.code(error.statusCode ?? 400).send({ error: 'bad_address', message });
}

/** Without the query, which may carry a token. */
function pathOf(request: FastifyRequest): string {
  return (request.url.split('?', 1)[0] ?? '').slice(0, 200);
}
