import type { Cluster } from '../cluster.ts';
import { methodNotAllowed, notAcceptable, notFound } from '../status.ts';
import { jsonOf, type Stored } from '../store.ts';
import { tableLine, tableOf } from '../table/table.ts';
import { type Exchange, sendJson, sendText } from './exchange.ts';
import { listJson, listPage, metadataJson } from './list.ts';
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

function isMetadataWanted(accept: string): boolean {
  return accept.includes('as=PartialObjectMetadataList') && accept.includes('g=meta.k8s.io;v=v1');
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
  else if (isMetadataWanted(exchange.accept)) sendText(exchange, 200, metadataJson(page), 'application/json');
  else sendText(exchange, 200, listJson(where.resource, page), 'application/json');
}

function sendOne({ cluster }: ReadDeps, exchange: Exchange, where: Target): void {
  const stored = found(cluster, where);
  const page = { items: [stored], version: stored.version, continueToken: '', remaining: undefined };
  if (where.subresource === 'scale') sendJson(exchange, 200, scaleOf(stored.object));
  else if (!isTableWanted(exchange.accept))
    sendText(exchange, 200, `${jsonOf(stored)}\n`, 'application/json');
  else sendJson(exchange, 200, tableOf(where.resource, page, exchange.query, cluster.now()));
}

function openWatch({ cluster, hub }: ReadDeps, exchange: Exchange, where: Target): void {
  const rowFormat = tableLine(where.resource, exchange.query, () => cluster.now());
  hub.open(where, exchange.query, exchange.response, isTableWanted(exchange.accept) ? rowFormat : plainLine);
}

/** GET: one object, its log or scale, a list, or a watch. */
export function onRead(deps: ReadDeps, exchange: Exchange, where: Target): void {
  if (where.resource.reviewOnly) throw methodNotAllowed();
  const isLog = where.subresource === 'log';
  if (!isLog && !isJsonWelcome(exchange.accept))
    throw notAcceptable(['application/json', 'application/yaml']);
  if (isLog) onLog(deps.cluster, exchange, where);
  else if (isWatch(exchange.query)) openWatch(deps, exchange, where);
  else if (where.name === undefined) sendList(deps, exchange, where);
  else sendOne(deps, exchange, where);
}
