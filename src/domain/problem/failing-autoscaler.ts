import type { AutoscalerSnapshot } from '../rollout/autoscaler-snapshot.ts';
import { compareText } from './severity.ts';
import { patience, type Suspect } from './suspect.ts';

/**
 * An autoscaler that does not do its work. Right after a rollout its metrics are late, and it heals by itself; what
 * lasts is one suspect, however many autoscalers and conditions there are.
 */
export function failingAutoscaler(
  workload: { readonly namespace: string; readonly kind: string; readonly name: string },
  autoscalers: readonly AutoscalerSnapshot[],
): Suspect[] {
  const { namespace, kind, name } = workload;
  const failures = autoscalers
    .filter(
      ({ target, ...own }) => own.namespace === namespace && target.kind === kind && target.name === name,
    )
    .flatMap((autoscaler) => autoscaler.conditions.map((condition) => ({ autoscaler, condition })));
  // Without the scale there is nothing to compute: AbleToScale explains ScalingActive.
  const [first] = failures.toSorted(
    (one, other) =>
      compareText(one.condition.type, other.condition.type) ||
      compareText(one.autoscaler.name, other.autoscaler.name),
  );
  if (first === undefined) return [];
  const { autoscaler, condition } = first;
  return [
    {
      problem: {
        reason: 'AutoscalerFailing',
        container: '',
        pods: 0,
        restarts: 0,
        pod: '',
        message: condition.message,
        image: '',
        autoscaler: { name: autoscaler.name, reason: condition.reason },
      },
      patienceMs: patience.autoscaler,
      spans: [{ from: condition.lastUpdateAt }],
    },
  ];
}
