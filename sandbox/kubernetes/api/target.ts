import type { Resource } from '../resources.ts';
import { noSuchPath } from '../status.ts';

/** What a resource path means. */
export interface Target {
  resource: Resource;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
}

function splitPrefix(path: string): { group: string; version: string; rest: string[] } | undefined {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const [root, first, second, ...rest] = parts;
  if (root === 'api' && first !== undefined && second !== undefined)
    return { group: '', version: first, rest: [second, ...rest] };
  if (root === 'apis' && first !== undefined && second !== undefined && rest.length > 0)
    return { group: first, version: second, rest };
  return undefined;
}

/** The resource, namespace, name and subresource of a path, or undefined when it is not a resource path at all. */
export function parseTarget(path: string, served: readonly Resource[]): Target | undefined {
  const prefix = splitPrefix(path);
  if (prefix === undefined) return undefined;
  const { group, version, rest } = prefix;
  const ofGroup = served.filter((resource) => resource.group === group && resource.version === version);
  if (rest[0] === 'namespaces' && rest.length >= 3 && !isNamespaceSubresource(rest))
    return target(ofGroup, rest[1], rest.slice(2));
  return target(ofGroup, undefined, rest);
}

function isNamespaceSubresource(rest: string[]): boolean {
  return rest.length === 3 && (rest[2] === 'status' || rest[2] === 'finalize');
}

function target(ofGroup: readonly Resource[], namespace: string | undefined, rest: string[]): Target {
  const [plural, name, subresource, ...more] = rest;
  const resource = ofGroup.find((each) => each.plural === plural);
  if (resource === undefined || more.length > 0) throw noSuchPath();
  if (namespace !== undefined && !resource.namespaced) throw noSuchPath();
  if (namespace === undefined && resource.namespaced && name !== undefined) throw noSuchPath();
  if (subresource !== undefined && !resource.subresources.some((each) => each === subresource))
    throw noSuchPath();
  return { resource, namespace, name, subresource };
}

const verbByMethod: Record<string, [collection: string, named: string]> = {
  GET: ['list', 'get'],
  HEAD: ['list', 'get'],
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['deletecollection', 'delete'],
};

export function isWatch(query: URLSearchParams): boolean {
  const value = query.get('watch');
  return value !== null && value !== 'false' && value !== '0';
}

/** The authorisation verb of a request. */
export function verbOf(method: string, where: Target, query: URLSearchParams): string {
  const verbs = verbByMethod[method];
  if (verbs === undefined) return method.toLowerCase();
  const verb = where.name === undefined ? verbs[0] : verbs[1];
  return verb === 'list' && isWatch(query) ? 'watch' : verb;
}
