import { createConnection } from '../adapters/kubernetes/connection.ts';
import type { ConnectionOptions } from '../adapters/kubernetes/connection-options.ts';
import { currentContext } from '../adapters/kubernetes/current-context.ts';
import { liveKindNamed, liveKinds } from '../adapters/kubernetes/live-kind.ts';
import { observeWorkloads } from '../adapters/kubernetes/observe-workloads.ts';
import { createLogSource } from '../adapters/kubernetes/read-log.ts';
import { createProbeFailureSource } from '../adapters/kubernetes/read-probe-failure.ts';
import { readSurroundings } from '../adapters/kubernetes/read-surroundings.ts';
import { readWorkload } from '../adapters/kubernetes/read-workload.ts';
import { createExplain } from '../app/explain.ts';
import { createRedaction, type RedactionSettings } from '../domain/redaction/redaction.ts';
import { UserError } from '../errors.ts';
import { type Explained, toExplained } from './explained.ts';
import { useLinearPatterns } from './linear-patterns.ts';

export interface LiveRequest {
  /** As kubectl takes it: `deployment`, `deploy`. */
  readonly kind: string;
  readonly name: string;
  /** By default the one of the kubeconfig's context. */
  readonly namespace?: string;
  /** The cluster's name in the configuration; by default the context's. */
  readonly cluster?: string;
  readonly connection: ConnectionOptions;
  readonly redaction: RedactionSettings;
}

/**
 * Explains one workload of a cluster, with the ends of its crashed containers' logs. It reads only. Throws UserError
 * (`usage`, `workload-missing`), and what a connection throws.
 */
export async function explainLive(request: LiveRequest): Promise<Explained> {
  const kind = liveKindNamed(request.kind);
  if (kind === undefined) {
    const known = liveKinds.map((each) => each.kind.toLowerCase()).join(', ');
    throw new UserError(
      'usage',
      `Shipmate does not explain workloads of the kind "${request.kind}"; those it explains: ${known}.`,
    );
  }

  const { connection: options, name } = request;
  const { cluster, namespace } = placeOf(request);
  const connection = createConnection({ cluster, options, clock: { now: () => Date.now() } });
  try {
    const objects = await readWorkload(connection, { kind, namespace, name });
    if (objects === undefined) {
      const message = `There is no ${kind.kind} ${name} in namespace ${namespace} of cluster ${cluster}. kubectl get ${kind.plural} -n ${namespace} lists those there are.`;
      throw new UserError('workload-missing', message);
    }
    const pods = objects.filter((object) => object['kind'] === 'Pod');
    const around = await readSurroundings(connection, { namespace, pods });
    const { looks } = observeWorkloads(cluster, [...objects, ...around.objects], Date.now());
    useLinearPatterns();
    const redaction = createRedaction(request.redaction);
    const gaps = new Set(around.gaps);
    const explain = createExplain({
      redaction,
      logs: createLogSource({ connection, redaction }),
      probes: createProbeFailureSource({ connection, redaction }),
      onGap: (sentence) => void gaps.add(sentence),
    });
    return toExplained(await Promise.all(looks.map(explain)), [...gaps]);
  } finally {
    await connection.close();
  }
}

/** The kubeconfig is read only for what the request leaves open. */
function placeOf({ cluster, namespace, connection }: LiveRequest): { cluster: string; namespace: string } {
  if (cluster !== undefined && namespace !== undefined) return { cluster, namespace };
  const context = currentContext(connection);
  return { cluster: cluster ?? context.name, namespace: namespace ?? context.namespace };
}
