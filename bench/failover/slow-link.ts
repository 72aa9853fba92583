import { connect, createServer, type Socket } from 'node:net';

export type LinkRequest = { readonly databaseUrl: string; readonly roundTripMs: number };
export type LinkAnswer = { readonly port: number };

/** Stands between a store and its database, which is seldom on the same machine: every piece arrives later. */
function join(from: Socket, to: Socket, delayMs: number): void {
  // Timers of one length end in the order in which they began.
  const later = (work: () => void) => setTimeout(work, delayMs);
  from.on('data', (data) => later(() => to.write(data)));
  from.on('error', () => undefined);
  from.on('close', () => later(() => to.destroy()));
}

function open({ databaseUrl, roundTripMs }: LinkRequest): void {
  const { hostname, port } = new URL(databaseUrl);
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: Number(port), host: hostname, noDelay: true });
    join(client, upstream, roundTripMs / 2);
    join(upstream, client, roundTripMs / 2);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const answer: LinkAnswer = { port: address.port };
    process.send?.(answer);
  });
}

process.once('message', (request: LinkRequest) => open(request));
process.once('disconnect', () => process.exit());
