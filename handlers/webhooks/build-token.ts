import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

export interface BuildToken {
  /** The service that the token may report for and ask about; `*` for all of them. */
  readonly service: string;
  readonly token: string;
}

/** The token that a pipeline has shown; undefined when it is missing or not one of ours. */
export function tokenOf(request: FastifyRequest, tokens: readonly BuildToken[]): BuildToken | undefined {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return tokens.find(({ token }) => isSame(token, given));
}

function isSame(expected: string, given: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(given);
  return left.length === right.length && timingSafeEqual(left, right);
}
