import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LinkAnswer, LinkRequest } from './slow-link.ts';

export interface Link {
  /** The database, by way of the link. */
  readonly url: string;
  stop(): void;
}

/** In a process of its own: what else goes on must not make it slower than it is meant to be. */
export async function startLink(request: LinkRequest): Promise<Link> {
  const child = fork(fileURLToPath(new URL('./slow-link.ts', import.meta.url)), { serialization: 'json' });
  child.send(request);
  const [answer] = (await once(child, 'message')) as [LinkAnswer];
  const url = new URL(request.databaseUrl);
  url.port = String(answer.port);
  return { url: url.href, stop: () => child.disconnect() };
}
