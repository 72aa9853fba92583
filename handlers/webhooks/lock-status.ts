import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Locks } from '../../src/app/locks/locks.ts';
import { type Lock, lockReason } from '../../src/domain/lock/lock.ts';
import type { Log } from '../../src/ports.ts';
import { type BuildToken, tokenOf } from './build-token.ts';

export interface LockStatusOptions {
  readonly locks: Pick<Locks, 'check'>;
  /** Those that report build steps may also ask, for the same services. */
  readonly tokens: readonly BuildToken[];
  /** Of the clusters: of another one no lock can say anything. */
  readonly environments: readonly string[];
  readonly log: Log;
}

/**
 * Whether automatic releases of a service to an environment wait: a pipeline asks before it deploys. 200 with
 * `isLocked`. What cannot be said counts as locked, and says why: 503 when it cannot be read, 404 for an environment that
 * no cluster has, because a pipeline with a name of its own would never be held.
 */
export function registerLockStatus(
  server: FastifyInstance,
  { locks, tokens, environments, log }: LockStatusOptions,
): void {
  server.get<{ Params: { service: string; environment: string } }>(
    '/v1/locks/:service/:environment',
    async (request, reply) => {
      const { service, environment } = request.params;
      const token = tokenOf(request, tokens);
      if (token === undefined)
        return refuse(reply, 401, 'unauthorized', 'A build token is missing or wrong.');
      if (token.service !== '*' && token.service !== service) {
        return refuse(reply, 403, 'forbidden', `This token is for ${token.service} only.`);
      }
      if (!environments.includes(environment)) {
        const because = `No cluster has an environment of this name. Those that are known: ${environments.join(', ')}.`;
        return reply.code(404).send({ service, environment, isLocked: true, because });
      }
      try {
        return bodyOf({ service, environment }, await locks.check({ service, environment }));
      } catch (error) {
        log.error({ err: error, service, environment }, 'a lock could not be read; it counts as locked');
        return reply.code(503).send({
          service,
          environment,
          isLocked: true,
          because: 'The lock cannot be read now, so it counts as locked. Ask again in a minute.',
        });
      }
    },
  );
}

function refuse(reply: FastifyReply, status: number, error: string, message: string): FastifyReply {
  return reply.code(status).send({ error, message });
}

function bodyOf(place: { service: string; environment: string }, lock: Lock | undefined): object {
  if (lock === undefined) return { ...place, isLocked: false };
  const { by, at, until, cause } = lock;
  return {
    ...place,
    isLocked: true,
    by: by.name,
    since: new Date(at).toISOString(),
    until: new Date(until).toISOString(),
    because: lockReason(cause) ?? '',
  };
}
