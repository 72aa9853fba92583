import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Authorizer } from './api/authorization.ts';
import { createExchange, type Exchange, sendError } from './api/exchange.ts';
import { onRead } from './api/read.ts';
import { parseTarget, type Target, verbOf } from './api/target.ts';
import type { WatchHub } from './api/watch.ts';
import { type Handler, onCreate, onDelete, onPatch, onUpdate } from './api/write.ts';
import type { Cluster } from './cluster.ts';
import type { Connections } from './connections.ts';
import { answerDiscovery } from './discovery/answer.ts';
import type { FaultGate } from './faults.ts';
import type { RequestLog } from './request-log.ts';
import { methodNotAllowed, noSuchPath, unauthorized } from './status.ts';

export interface ServerDeps {
  cluster: Cluster;
  hub: WatchHub;
  faults: FaultGate;
  authorizer: Authorizer;
  log: RequestLog;
  connections: Connections;
  /** Requests must carry it when it is not empty. */
  token: string;
}

const writers: Record<string, Handler> = { POST: onCreate, PUT: onUpdate, PATCH: onPatch, DELETE: onDelete };

function authenticate(exchange: Exchange, token: string): void {
  const isPublic = ['/healthz', '/livez', '/readyz', '/version'].includes(exchange.path);
  if (token === '' || isPublic) return;
  if (exchange.request.headers.authorization !== `Bearer ${token}`) throw unauthorized();
}

async function serveResource(deps: ServerDeps, exchange: Exchange, where: Target): Promise<void> {
  const { resource, namespace = '', name = '', subresource = '' } = where;
  const verb = verbOf(exchange.method, where, exchange.query);
  deps.authorizer.check({ verb, resource, subresource, namespace: placeOf(where, namespace), name });
  if (exchange.method === 'GET' || exchange.method === 'HEAD') return onRead(deps, exchange, where);
  const write = writers[exchange.method];
  if (write === undefined || (resource.reviewOnly && exchange.method !== 'POST')) throw methodNotAllowed();
  await write(deps, exchange, where);
}

/** Requests about a namespace itself are authorised inside it, as the RequestInfo resolver does. */
function placeOf({ resource, name }: Target, namespace: string): string {
  return resource.plural === 'namespaces' && name !== undefined ? name : namespace;
}

async function serve(deps: ServerDeps, exchange: Exchange): Promise<void> {
  authenticate(exchange, deps.token);
  const where = parseTarget(exchange.path, deps.cluster.served);
  if (where !== undefined) return serveResource(deps, exchange, where);
  if (!answerDiscovery(exchange, deps.cluster.served)) throw noSuchPath();
}

/** After hangAfterPatch the work is done, but its answer is kept back. */
function holdAnswer(exchange: Exchange): void {
  exchange.response.writeHead = () => exchange.response;
  exchange.response.write = () => true;
  exchange.response.end = () => exchange.response;
}

export async function listen(deps: ServerDeps, port: number): Promise<{ url: string; server: Server }> {
  const server = createServer({ noDelay: true, keepAliveTimeout: 65_000 }, (request, response) => {
    const exchange = createExchange(request, response);
    deps.log.record(exchange);
    if (deps.faults.intercept(exchange)) return;
    if (deps.faults.takesAnswer(exchange)) holdAnswer(exchange);
    serve(deps, exchange).catch((error: unknown) => sendError(exchange, error));
  });
  server.on('connection', (socket) => {
    if (deps.faults.isRefusing()) socket.resetAndDestroy();
    else deps.connections.add(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${actual}`, server };
}
