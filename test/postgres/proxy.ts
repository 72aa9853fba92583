import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What becomes of a piece that a client sends: passed on, passed on without an answer, or not passed on at all. */
export type Fate = 'pass' | 'pass-then-cut' | 'cut' | 'hang';

export interface DatabaseProxy {
  /** The URL of the database by way of the proxy. */
  readonly url: string;
  /** Asked for every piece that a client sends. */
  decide: (sent: string) => Fate;
  /** Every open connection is reset. */
  cutAll(): void;
  close(): Promise<void>;
}

/** Stands between a store and its PostgreSQL, to lose what a network loses. */
export async function startProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let decide: DatabaseProxy['decide'] = () => 'pass';

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let isMute = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (data) => {
      const fate = decide(data.toString('latin1'));
      isMute ||= fate !== 'pass';
      if (fate === 'pass' || fate === 'pass-then-cut') upstream.write(data);
      if (fate === 'cut') client.resetAndDestroy();
    });
    upstream.on('data', (data) => {
      if (!isMute) client.write(data);
      // The server has answered, so that what it was asked is done.
      else client.resetAndDestroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = new URL(databaseUrl);
  url.port = String(address.port);

  return {
    url: url.href,
    get decide() {
      return decide;
    },
    set decide(next) {
      decide = next;
    },
    cutAll() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
