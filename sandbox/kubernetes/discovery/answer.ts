import { type Exchange, sendJson, sendText } from '../api/exchange.ts';
import type { JsonObject } from '../model.ts';
import type { Resource } from '../resources.ts';
import { aggregatedCore, aggregatedGroups } from './aggregated.ts';
import { apiGroup, apiGroups, apiResources } from './legacy.ts';
import { openapiDocument, openapiIndex } from './openapi.ts';

const version = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.4',
  gitCommit: '59526cd4867447956156ae3a602fcbac10a2c335',
  gitTreeState: 'clean',
  buildDate: '2025-04-22T15:56:15Z',
  goVersion: 'go1.23.6',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function isAggregated(accept: string): boolean {
  return accept.includes('as=APIGroupDiscoveryList') && accept.includes('v=v2;');
}

function sendAggregated(exchange: Exchange, value: unknown): void {
  sendText(exchange, 200, `${JSON.stringify(value)}\n`, aggregatedType);
}

type Served = readonly Resource[];

function answerRoot(exchange: Exchange, served: Served): boolean {
  const { path, accept } = exchange;
  if (path === '/api' && isAggregated(accept)) sendAggregated(exchange, aggregatedCore(served));
  else if (path === '/apis' && isAggregated(accept)) sendAggregated(exchange, aggregatedGroups(served));
  else if (path === '/api')
    sendJson(exchange, 200, { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
  else if (path === '/apis') sendJson(exchange, 200, apiGroups(served));
  else return false;
  return true;
}

function answerOpenapi(path: string, served: Served): JsonObject | undefined {
  return path === '/openapi/v3'
    ? openapiIndex(served)
    : openapiDocument(path.replace('/openapi/v3/', ''), served);
}

function answerGroup(exchange: Exchange, served: Served): boolean {
  const [root, first = '', second] = exchange.path.split('/').filter((part) => part !== '');
  const isCore = root === 'api';
  if (!isCore && root !== 'apis') return false;
  const body =
    second === undefined && !isCore
      ? apiGroup(first, served)
      : apiResources(isCore ? '' : first, isCore ? first : (second ?? ''), served);
  return sendFound(exchange, body);
}

function sendFound(exchange: Exchange, body: unknown): boolean {
  if (body !== undefined) sendJson(exchange, 200, body);
  return body !== undefined;
}

/** Everything that is not a resource: health, version, discovery. Returns whether the path was one of these. */
export function answerDiscovery(asked: Exchange, served: Served): boolean {
  const path = asked.path.length > 1 ? asked.path.replace(/\/$/, '') : asked.path;
  const exchange = { ...asked, path };
  if (['/healthz', '/livez', '/readyz'].includes(path)) sendText(exchange, 200, 'ok');
  else if (path === '/version') sendJson(exchange, 200, version);
  else if (path.startsWith('/openapi/v3')) return sendFound(exchange, answerOpenapi(path, served));
  else return answerRoot(exchange, served) || answerGroup(exchange, served);
  return true;
}
