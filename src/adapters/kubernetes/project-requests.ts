import type { ResourceRequests } from '../../domain/rollout/snapshot.ts';
import { isObject, type JsonObject, listOf, objectOf } from './json-field.ts';

/**
 * What a pod asks of a node, as the scheduler counts: all containers that run side by side, or the largest init
 * container with the sidecars, if that is more.
 */
export function projectRequests(spec: JsonObject): ResourceRequests {
  const apps = listOf(spec['containers']).filter(isObject);
  const inits = listOf(spec['initContainers']).filter(isObject);
  const isSidecar = (container: JsonObject) => container['restartPolicy'] === 'Always';
  const total = (resource: string): number => {
    const sum = (containers: readonly JsonObject[]) =>
      containers.reduce((amount, container) => amount + requestOf(container, resource), 0);
    const sidecars = sum(inits.filter(isSidecar));
    const largest = inits
      .filter((container) => !isSidecar(container))
      .reduce((most, container) => Math.max(most, requestOf(container, resource)), 0);
    return Math.max(sum(apps), largest) + sidecars;
  };
  return { cpuMillis: Math.round(total('cpu') * 1_000), memoryBytes: Math.round(total('memory')) };
}

function requestOf(container: JsonObject, resource: string): number {
  return amountOf(objectOf(objectOf(container['resources'])['requests'])[resource]);
}

const quantityPattern = /^(\d{1,15}(?:\.\d{1,9})?)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;
const units: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
  Ei: 1024 ** 6,
};

/** A Kubernetes quantity as a number; 0 for what is none. */
function amountOf(quantity: unknown): number {
  const text = typeof quantity === 'number' ? String(quantity) : quantity;
  const [, amount, unit = ''] = typeof text === 'string' ? (quantityPattern.exec(text) ?? []) : [];
  return amount === undefined ? 0 : Number(amount) * (units[unit] ?? 1);
}
