import type { AutoscalerSnapshot } from '../../domain/rollout/autoscaler-snapshot.ts';
import type { ObjectListener } from './object-cache.ts';

interface Target {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

/** Autoscalers by what they scale; only those that do not do their work. */
export interface AutoscalerIndex extends ObjectListener<AutoscalerSnapshot> {
  of(target: Target): readonly AutoscalerSnapshot[];
}

/** `onChange` is told of each workload of which something else is known now. */
export function createAutoscalerIndex(onChange: (target: Target) => void): AutoscalerIndex {
  const failing = new Map<string, Map<string, AutoscalerSnapshot>>();

  const forget = (autoscaler: AutoscalerSnapshot): boolean => {
    const key = keyOf(targetOf(autoscaler));
    const known = failing.get(key);
    const isKnown = known?.delete(autoscaler.uid) ?? false;
    if (known?.size === 0) failing.delete(key);
    return isKnown;
  };

  return {
    of: (target) => [...(failing.get(keyOf(target))?.values() ?? [])],
    onUpsert(autoscaler, previous) {
      const target = targetOf(autoscaler);
      const wasKnown = previous !== undefined && forget(previous);
      if (wasKnown && keyOf(targetOf(previous)) !== keyOf(target)) onChange(targetOf(previous));
      const isFailing = autoscaler.conditions.length > 0;
      if (isFailing) {
        const others = failing.get(keyOf(target)) ?? new Map<string, AutoscalerSnapshot>();
        failing.set(keyOf(target), others.set(autoscaler.uid, autoscaler));
      }
      if (wasKnown || isFailing) onChange(target);
    },
    onRemove(autoscaler) {
      if (forget(autoscaler)) onChange(targetOf(autoscaler));
    },
  };
}

function targetOf({ namespace, target }: AutoscalerSnapshot): Target {
  return { namespace, ...target };
}

function keyOf({ namespace, kind, name }: Target): string {
  return `${namespace}/${kind}/${name}`;
}
