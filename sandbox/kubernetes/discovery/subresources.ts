import type { Resource } from '../resources.ts';

export interface SubresourceEntry {
  kind: string;
  group: string;
  version: string;
  verbs: string[];
}

export function subresourceEntry(resource: Resource, name: string): SubresourceEntry {
  const { group, version, kind } = resource;
  if (name === 'log') return { kind, group, version, verbs: ['get'] };
  const verbs = ['get', 'patch', 'update'];
  if (name === 'scale') return { kind: 'Scale', group: 'autoscaling', version: 'v1', verbs };
  return { kind, group, version, verbs };
}
