import { groupVersionOf, type Resource, verbsOf } from '../resources.ts';
import { subresourceEntry } from './subresources.ts';

function groupOf(name: string, served: readonly Resource[]) {
  const found = served.find((resource) => resource.group === name);
  if (found === undefined) return undefined;
  const version = { groupVersion: groupVersionOf(found), version: found.version };
  return { name, versions: [version], preferredVersion: version };
}

/** `/apis`: the groups besides core. */
export function apiGroups(served: readonly Resource[]) {
  const names = [...new Set(served.map((resource) => resource.group))].filter((group) => group !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: names.map((name) => groupOf(name, served)) };
}

/** `/apis/{group}` */
export function apiGroup(name: string, served: readonly Resource[]) {
  const group = groupOf(name, served);
  return group === undefined ? undefined : { kind: 'APIGroup', apiVersion: 'v1', ...group };
}

function entriesOf(resource: Resource) {
  const { plural, singular, kind, namespaced, shortNames, categories } = resource;
  const main = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: verbsOf(resource),
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  };
  const subresources = resource.subresources.map((name) => {
    const { kind: subKind, group, version, verbs } = subresourceEntry(resource, name);
    const place = group === resource.group && version === resource.version ? {} : { group, version };
    return { name: `${plural}/${name}`, singularName: '', namespaced, ...place, kind: subKind, verbs };
  });
  return [main, ...subresources];
}

/** `/api/v1` and `/apis/{group}/{version}` */
export function apiResources(group: string, version: string, served: readonly Resource[]) {
  const found = served.filter((resource) => resource.group === group && resource.version === version);
  const [first] = found;
  if (first === undefined) return undefined;
  const groupVersion = groupVersionOf(first);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: found.flatMap(entriesOf) };
}
