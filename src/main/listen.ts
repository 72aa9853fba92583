import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/schema.ts';
import { UserError } from '../errors.ts';

/** Answers where it listens: `http://127.0.0.1:3000`. */
export async function listen(server: FastifyInstance, { host, port }: Config['server']): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const message = `Cannot listen on ${host}:${port} (${code}). Stop what uses the port, or change server.port.`;
    throw new UserError('listen-failed', message, { cause: error });
  }
}
