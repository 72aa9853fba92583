import { type Resource, verbsOf } from '../resources.ts';
import { subresourceEntry } from './subresources.ts';

function scopeOf(resource: Resource): string {
  return resource.namespaced ? 'Namespaced' : 'Cluster';
}

function resourceEntry(resource: Resource) {
  const { group, version, kind, plural, singular, shortNames, categories } = resource;
  const subresources = resource.subresources.map((name) => {
    const { verbs, ...responseKind } = subresourceEntry(resource, name);
    return { subresource: name, responseKind, verbs };
  });
  return {
    resource: plural,
    responseKind: { group, version, kind },
    scope: scopeOf(resource),
    singularResource: singular,
    verbs: verbsOf(resource),
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}

function groupEntry(group: string, served: readonly Resource[]) {
  const ofGroup = served.filter((resource) => resource.group === group);
  const version = ofGroup[0]?.version ?? 'v1';
  return {
    metadata: { ...(group === '' ? {} : { name: group }), creationTimestamp: null },
    versions: [{ version, resources: ofGroup.map(resourceEntry), freshness: 'Current' }],
  };
}

function discoveryList(groups: string[], served: readonly Resource[]) {
  const base = { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {} };
  return { ...base, items: groups.map((group) => groupEntry(group, served)) };
}

/** `/api` in the aggregated form that kubectl asks for first. */
export function aggregatedCore(served: readonly Resource[]) {
  return discoveryList([''], served);
}

export function aggregatedGroups(served: readonly Resource[]) {
  const groups = [...new Set(served.map((resource) => resource.group))].filter((group) => group !== '');
  return discoveryList(groups, served);
}
