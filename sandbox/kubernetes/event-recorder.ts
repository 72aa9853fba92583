import { createHash } from 'node:crypto';
import { type Cluster, timestamp } from './cluster.ts';
import type { KubernetesObject } from './model.ts';
import { events, namespaces } from './resources.ts';

export interface EventNote {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  component: string;
  host?: string;
  fieldPath?: string;
}

interface RecordedEvent extends KubernetesObject {
  count: number;
  lastTimestamp: string;
}

const lifetimeMs = 3_600_000;

/** Events live for an hour, as with the API server's default --event-ttl. */
export function expireEvents(cluster: Cluster): void {
  cluster.timers.every(60_000, () => {
    const oldest = cluster.now().getTime() - lifetimeMs;
    for (const event of cluster.objects.all<RecordedEvent>(events))
      if (Date.parse(event.lastTimestamp) < oldest) cluster.objects.remove(events, event);
  });
}

/** Records an Event about an object; a repeat of the same words raises the count of the first, as the recorder does. */
export function recordEvent(cluster: Cluster, about: KubernetesObject, note: EventNote): void {
  const { namespace = 'default', name, uid = '', resourceVersion = '' } = about.metadata;
  const place = cluster.objects.find(namespaces, undefined, namespace);
  // Events are best effort: a namespace that is going takes no more of them.
  if (place === undefined || place.metadata.deletionTimestamp !== undefined) return;
  const { type, reason, message, component, host, fieldPath } = note;
  const identity = [uid, type, reason, message, component, fieldPath ?? ''].join('\n');
  const eventName = `${name}.${createHash('sha256').update(identity).digest('hex').slice(0, 16)}`;
  const at = timestamp(cluster.now());
  const known = cluster.objects.find<RecordedEvent>(events, namespace, eventName);
  if (known !== undefined) {
    const repeated = { ...known, count: known.count + 1, lastTimestamp: at };
    cluster.objects.update(events, repeated, { manager: component });
    return;
  }
  const involvedObject = {
    apiVersion: about.apiVersion,
    kind: about.kind,
    name,
    namespace,
    uid,
    resourceVersion,
    ...(fieldPath === undefined ? {} : { fieldPath }),
  };
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: eventName, namespace },
    involvedObject,
    type,
    reason,
    message,
    source: { component, ...(host === undefined ? {} : { host }) },
    count: 1,
    eventTime: null,
    firstTimestamp: at,
    lastTimestamp: at,
    reportingComponent: component,
    reportingInstance: host ?? '',
  };
  cluster.objects.create(events, event as KubernetesObject, { manager: component });
}
