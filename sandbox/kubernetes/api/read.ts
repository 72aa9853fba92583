import type { Cluster } from '../cluster.ts';
import { methodNotAllowed, notAcceptable, notFound } from '../status.ts';
import { jsonOf, type Stored } from '../store.ts';
import { tableLine, tableOf } from '../table/table.ts';
import { type Exchange, sendJson, sendText } from './exchange.ts';
import { listJson, listPage } from './list.ts';
import { onLog } from './log.ts';
import { scaleOf } from './scale.ts';
import { isWatch, type Target } from './target.ts';
import { plainLine, type WatchHub } from './watch.ts';

interface ReadDeps {
  cluster: Cluster;
  hub: WatchHub;
}

function isTableWanted(accept: string): boolean {
  return accept.includes('as=Table') && accept.includes('v=v1');
}

function isJsonWelcome(accept: string): boolean {
  return accept === '' || /application\/json|application\/\*|\*\/\*|application\/yaml/.test(accept);
}

function found(cluster: Cluster, { resource, namespace, name = '' }: Target): Stored {
  const stored = cluster.store.get(resource, namespace, name);
  if (stored === undefined) throw notFound(resource, name);
  return stored;
}

function sendList({ cluster }: ReadDeps, exchange: Exchange, where: Target): void {
  const page = listPage(cluster.store, where, exchange.query);
  if (isTableWanted(exchange.accept))
    sendJson(exchange, 200, tableOf(where.resource, page, exchange.query, cluster.now()));
  else sendText(exchange, 200, listJson(where.resource, page), 'application/json');
}

function sendOne({ cluster }: ReadDeps, exchange: Exchange, where: Target): void {
  const stored = found(cluster, where);
  if (where.subresource === 'scale') return sendJson(exchange, 200, scaleOf(stored.object));
  if (!isTableWanted(exchange.accept))
    return sendText(exchange, 200, `${jsonOf(stored)}\n`, 'application/json');
  const page = { items: [stored], version: stored.version, continueToken: '', remaining: undefined };
  sendJson(exchange, 200, tableOf(where.resource, page, exchange.query, cluster.now()));
}

/** GET: one object, its log or scale, a list, or a watch. */
export function onRead(deps: ReadDeps, exchange: Exchange, where: Target): void {
  if (where.resource.reviewOnly) throw methodNotAllowed();
  if (where.subresource === 'log') return onLog(deps.cluster, exchange, where);
  if (!isJsonWelcome(exchange.accept)) throw notAcceptable(['application/json', 'application/yaml']);
  if (isWatch(exchange.query)) {
    const rowFormat = tableLine(where.resource, exchange.query, () => deps.cluster.now());
    const format = isTableWanted(exchange.accept) ? rowFormat : plainLine;
    return deps.hub.open(where, exchange.query, exchange.response, format);
  }
  if (where.name === undefined) sendList(deps, exchange, where);
  else sendOne(deps, exchange, where);
}
