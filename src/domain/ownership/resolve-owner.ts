import type { Ownership } from './ownership.ts';

export interface Team {
  readonly name: string;
  readonly channel: string;
}

/** Who owns what, as configured. Labels on the workload come before it: ownership follows the service. */
export interface Catalog {
  readonly teams: readonly Team[];
  readonly services: readonly {
    readonly name: string;
    readonly team: string;
    readonly channel?: string | undefined;
  }[];
  readonly fallbackChannel?: string | undefined;
}

type Metadata = Readonly<Record<string, string>>;

interface Found {
  readonly value: string;
  readonly at: string;
}

const serviceKeys = [
  'shipmate.dev/service',
  'backstage.io/kubernetes-id',
  'app.kubernetes.io/name',
  'app',
] as const;
const teamKeys = ['shipmate.dev/team', 'squad'] as const;

/** What the owning people call the workload: by label, else by its own name. */
export function serviceName(workload: { name: string; labels: Metadata; annotations: Metadata }): string {
  return find(serviceKeys, workload.labels, workload.annotations)?.value ?? workload.name;
}

/** Whom to tell about a service, and how that was found out. Never guesses a team: unowned is said as such. */
export function resolveOwner(
  catalog: Catalog,
  service: string,
  labels: Metadata,
  annotations: Metadata,
): Ownership {
  const entry = catalog.services.find((each) => each.name === service);
  const labelled = find(teamKeys, labels, annotations);
  const configured =
    entry === undefined ? undefined : { value: entry.team, at: `services in the configuration` };
  const owner = labelled ?? configured;
  const team = catalog.teams.find((each) => each.name === owner?.value);
  const channel = find(['shipmate.dev/channel'], labels, annotations);

  const where = channel?.value ?? entry?.channel ?? team?.channel ?? catalog.fallbackChannel;
  return {
    service,
    ...(owner === undefined ? {} : { team: owner.value }),
    ...(where === undefined ? {} : { channel: where }),
    ...(channel === undefined && entry?.channel === undefined && team === undefined
      ? { isFallback: true }
      : {}),
    because: because(owner, team, channel),
  };
}

function because(owner: Found | undefined, team: Team | undefined, channel: Found | undefined): string {
  if (channel !== undefined) return channel.at;
  if (owner === undefined) return 'no team is named by a label or in the configuration';
  return team === undefined ? `team ${owner.value} (${owner.at}) is not in the configuration` : owner.at;
}

function find(keys: readonly string[], labels: Metadata, annotations: Metadata): Found | undefined {
  for (const key of keys) {
    const label = labels[key];
    if (label !== undefined && label !== '') return { value: label, at: `label ${key}` };
    const annotation = annotations[key];
    if (annotation !== undefined && annotation !== '') return { value: annotation, at: `annotation ${key}` };
  }
  return undefined;
}
