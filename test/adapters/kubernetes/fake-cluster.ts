import type { ServerResponse } from 'node:http';
import { type ApiExchange, type ApiServer, sendJson, sendStatus, startApiServer } from './api-server.ts';

export interface StoredObject {
  readonly metadata: {
    readonly uid: string;
    readonly namespace: string;
    readonly name: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

type Plural =
  | 'deployments'
  | 'statefulsets'
  | 'daemonsets'
  | 'controllerrevisions'
  | 'replicasets'
  | 'jobs'
  | 'cronjobs'
  | 'rollouts'
  | 'pods'
  | 'nodes'
  | 'horizontalpodautoscalers'
  | 'kustomizations'
  | 'helmreleases'
  | 'gitrepositories'
  | 'applications';

const collection = /^\/(?:api\/v1|apis\/[a-z0-9.]+\/v\w+)\/(?:namespaces\/([^/]+)\/)?(\w+)$/;
type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

interface Event {
  readonly version: number;
  readonly plural: Plural;
  readonly line: string;
}

interface Watch {
  readonly plural: Plural;
  readonly namespace: string | undefined;
  readonly response: ServerResponse;
}

export interface FakeCluster {
  readonly server: ApiServer;
  readonly url: string;
  put(plural: Plural, object: StoredObject): void;
  remove(plural: Plural, uid: string): void;
  /** Open watches; to be broken by tests. */
  readonly watches: Set<Watch>;
  /** Events before now are forgotten: whoever resumes gets 410. */
  expireHistory(): void;
  /** Answers before the ordinary handling; true when it has answered. */
  intercept: (exchange: ApiExchange) => boolean;
  /** Whether streamed lists are served, refused (422) or, as by old servers, not understood. */
  watchList: 'served' | 'refused' | 'ignored';
  objects(plural: Plural): StoredObject[];
  /** Events that are kept back from the open watches, but not from the history. */
  isMute: boolean;
  /** Without its definition every request for a Rollout is answered 404. */
  hasArgoRollouts: boolean;
}

/** The least of an API server that a reflector needs: lists, pages, watches with a history. */
export async function startFakeCluster(): Promise<FakeCluster> {
  const stored = new Map<Plural, Map<string, StoredObject>>();
  const history: Event[] = [];
  let version = 100;
  let oldest = 100;
  const watches = new Set<Watch>();

  const objects = (plural: Plural) => [...(stored.get(plural)?.values() ?? [])];

  const publish = (plural: Plural, type: EventType, object: StoredObject) => {
    const line = `${JSON.stringify({ type, object })}\n`;
    history.push({ version, plural, line });
    if (cluster.isMute) return;
    for (const watch of watches) {
      if (watch.plural !== plural) continue;
      if (watch.namespace !== undefined && watch.namespace !== object.metadata.namespace) continue;
      watch.response.write(line);
    }
  };

  const answer = (exchange: ApiExchange) => {
    if (cluster.intercept(exchange)) return;
    const match = collection.exec(exchange.url.pathname);
    const isMissing = match?.[2] === 'rollouts' && !cluster.hasArgoRollouts;
    if (match === null || isMissing)
      return sendStatus(exchange.response, 404, 'the server could not find the resource');
    const target = { plural: match[2] as Plural, namespace: match[1] };
    if (exchange.url.searchParams.get('watch') === 'true') watch(exchange, target);
    else list(exchange, target);
  };

  const inNamespace = (plural: Plural, namespace: string | undefined) =>
    objects(plural).filter((object) => namespace === undefined || object.metadata.namespace === namespace);

  const list = ({ url, response }: ApiExchange, target: Omit<Watch, 'response'>) => {
    const all = inNamespace(target.plural, target.namespace);
    const limit = Number(url.searchParams.get('limit') ?? all.length);
    const from = Number(url.searchParams.get('continue') ?? 0);
    const next = from + limit < all.length ? { continue: String(from + limit) } : {};
    const metadata = { resourceVersion: String(version), ...next };
    sendJson(response, 200, { metadata, items: all.slice(from, from + limit) });
  };

  const watch = ({ url, response }: ApiExchange, target: Omit<Watch, 'response'>) => {
    const isInitial = url.searchParams.get('sendInitialEvents') === 'true';
    if (isInitial && cluster.watchList === 'refused') {
      return sendStatus(response, 422, 'sendInitialEvents is forbidden for watch');
    }
    const since = Number(url.searchParams.get('resourceVersion') ?? version);
    if (since < oldest) return sendStatus(response, 410, 'too old resource version');

    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (isInitial) sendInitial(response, target);
    for (const event of history) {
      if (event.plural === target.plural && event.version > since) response.write(event.line);
    }
    const open = { ...target, response };
    watches.add(open);
    response.on('close', () => watches.delete(open));
  };

  const sendInitial = (response: ServerResponse, { plural, namespace }: Omit<Watch, 'response'>) => {
    for (const object of inNamespace(plural, namespace)) {
      response.write(`${JSON.stringify({ type: 'ADDED', object })}\n`);
    }
    if (cluster.watchList === 'ignored') return;
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    const metadata = { resourceVersion: String(version), annotations };
    response.write(`${JSON.stringify({ type: 'BOOKMARK', object: { metadata } })}\n`);
  };

  const server = await startApiServer(answer);
  const cluster: FakeCluster = {
    server,
    url: server.url,
    watches,
    intercept: () => false,
    watchList: 'served',
    isMute: false,
    hasArgoRollouts: true,
    objects,
    put(plural, object) {
      version += 1;
      const kind = stored.get(plural) ?? new Map<string, StoredObject>();
      stored.set(plural, kind);
      const isNew = !kind.has(object.metadata.uid);
      const current = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
      kind.set(object.metadata.uid, current);
      publish(plural, isNew ? 'ADDED' : 'MODIFIED', current);
    },
    remove(plural, uid) {
      const object = stored.get(plural)?.get(uid);
      if (object === undefined) return;
      version += 1;
      stored.get(plural)?.delete(uid);
      const metadata = { ...object.metadata, resourceVersion: String(version) };
      publish(plural, 'DELETED', { ...object, metadata });
    },
    expireHistory() {
      history.length = 0;
      version += 1;
      oldest = version;
    },
  };
  return cluster;
}
