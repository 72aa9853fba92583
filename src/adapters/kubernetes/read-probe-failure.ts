import { type ProbeFailure, parseProbeFailure } from '../../domain/problem/probe-failure.ts';
import { builtInRedaction, type Redaction } from '../../domain/redaction/redaction.ts';
import type { ProbeQuestion } from '../../domain/release/attach-probe-failure.ts';
import type { ProbeFailureSource } from '../../ports.ts';
import { createLimiter } from './concurrency.ts';
import type { Connection } from './connection.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf, timeOf } from './json-field.ts';
import { cutMessage } from './project-template.ts';
import { collectionPath } from './resource-kind.ts';

export interface ProbeFailureSourceDeps {
  readonly connection: Connection;
  /** By default what is built in: a probe's command may say anything. */
  readonly redaction?: Redaction;
  readonly timing?: { readonly timeoutMs: number };
}

const events = { base: '/api/v1', plural: 'events' };
const maxInFlight = 2;
const defaultTimeoutMs = 10_000;
/** The kubelet writes one event for each wording, and counts on it. */
const mostEvents = 100;

/**
 * Reads what a probe answered from the kubelet's `Unhealthy` events of one pod. Events are dropped, merged and gone
 * after an hour, so they are asked for when a problem is known, and never watched.
 */
export function createProbeFailureSource({
  connection,
  redaction = builtInRedaction,
  timing,
}: ProbeFailureSourceDeps): ProbeFailureSource {
  const limit = createLimiter(maxInFlight);
  const timeoutMs = timing?.timeoutMs ?? defaultTimeoutMs;

  return {
    readProbeFailure: (request) =>
      limit(async () => {
        const { namespace } = request.workload;
        const list = await connection.json({
          path: collectionPath(events, namespace),
          query: {
            fieldSelector: `involvedObject.uid=${request.podUid},reason=Unhealthy`,
            limit: String(mostEvents),
          },
          asked: `list events in namespace ${namespace}`,
          timeoutMs,
        });
        return lastProbeFailure(listOf(objectOf(list)['items']), request, redaction);
      }),
  };
}

/** The newest of these events that answers the question. Never throws, whatever they are. */
export function lastProbeFailure(
  values: readonly unknown[],
  question: ProbeQuestion,
  redaction: Redaction,
): ProbeFailure | undefined {
  const failures = values.filter(isObject).flatMap((event) => failureOf(event, question) ?? []);
  const [newest] = failures.toSorted((one, other) => other.at - one.at);
  if (newest?.answer.kind !== 'words') return newest;
  return { ...newest, answer: { kind: 'words', words: redaction.redact(newest.answer.words).text } };
}

function failureOf(event: JsonObject, question: ProbeQuestion): ProbeFailure | undefined {
  const involved = objectOf(event['involvedObject']);
  const isOfPod =
    involved['uid'] === undefined ? involved['name'] === question.pod : involved['uid'] === question.podUid;
  if (event['reason'] !== 'Unhealthy' || !isOfPod) return undefined;
  // `spec.containers{payments-api}`
  const container = /\{([^}]+)\}$/.exec(textOf(involved['fieldPath']))?.[1];
  if (container !== undefined && container !== question.container) return undefined;
  const failure = parseProbeFailure(cutMessage(event['message']));
  if (failure === undefined || !question.purposes.includes(failure.purpose)) return undefined;
  return { ...failure, at: lastSeenAt(event) };
}

/** The recorder of events.k8s.io counts in a series; the older one moves `lastTimestamp`. */
function lastSeenAt(event: JsonObject): number {
  return Math.max(
    timeOf(objectOf(event['series'])['lastObservedTime']),
    timeOf(event['lastTimestamp']),
    timeOf(event['eventTime']),
    timeOf(event['firstTimestamp']),
  );
}
