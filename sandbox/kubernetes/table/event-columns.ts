import type { KubernetesObject } from '../model.ts';
import { type Column, column } from './column.ts';
import { ageSince } from './duration.ts';

interface ClusterEvent extends KubernetesObject {
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  firstTimestamp?: string;
  lastTimestamp?: string;
  source?: { component?: string; host?: string };
  involvedObject?: { kind: string; name: string; fieldPath?: string };
}

function lastSeen(event: ClusterEvent, now: Date): string {
  const last = ageSince(event.lastTimestamp, now);
  if ((event.count ?? 1) <= 1) return last;
  return `${last} (x${event.count} over ${ageSince(event.firstTimestamp, now)})`;
}

function sourceOf({ source }: ClusterEvent): string {
  return [source?.component, source?.host].filter((part) => part !== undefined && part !== '').join(', ');
}

export const eventColumns: readonly Column<ClusterEvent>[] = [
  column('Last Seen', lastSeen),
  column('Type', (event) => event.type ?? ''),
  column('Reason', (event) => event.reason ?? ''),
  column(
    'Object',
    ({ involvedObject }) => `${involvedObject?.kind.toLowerCase() ?? ''}/${involvedObject?.name ?? ''}`,
  ),
  column('Subobject', ({ involvedObject }) => involvedObject?.fieldPath ?? '', 1),
  column('Source', sourceOf, 1),
  column('Message', (event) => (event.message ?? '').trim()),
  column('First Seen', (event, now) => ageSince(event.firstTimestamp, now), 1),
  column('Count', (event) => String(event.count ?? 1), 1),
  { name: 'Name', type: 'string', format: 'name', priority: 1, cell: (event) => event.metadata.name },
];
