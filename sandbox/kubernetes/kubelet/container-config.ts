import type { Container, EnvironmentVariable, KeyReference, KubernetesObject } from '../model.ts';
import { configMaps, type Resource, secrets } from '../resources.ts';
import type { Life } from './life.ts';

interface KeyedObject extends KubernetesObject {
  data?: Record<string, string>;
}

function problemWith(life: Life, resource: Resource, reference: KeyReference): string {
  if (reference.optional === true) return '';
  const { namespace = '' } = life.pod().metadata;
  const found = life.cluster.objects.find<KeyedObject>(resource, namespace, reference.name);
  if (found === undefined) return `${resource.singular} "${reference.name}" not found`;
  if (Object.hasOwn(found.data ?? {}, reference.key)) return '';
  return `couldn't find key ${reference.key} in ${resource.kind} ${namespace}/${reference.name}`;
}

function problemOf(life: Life, variable: EnvironmentVariable): string {
  const { configMapKeyRef, secretKeyRef } = variable.valueFrom ?? {};
  if (configMapKeyRef !== undefined) return problemWith(life, configMaps, configMapKeyRef);
  return secretKeyRef === undefined ? '' : problemWith(life, secrets, secretKeyRef);
}

/** Waits until everything the container's environment refers to exists; the kubelet looks again at every sync. */
export async function resolveConfig(life: Life, container: Container): Promise<void> {
  for (;;) {
    const problem = (container.env ?? [])
      .map((variable) => problemOf(life, variable))
      .find((each) => each !== '');
    if (problem === undefined) return;
    const waiting = { reason: 'CreateContainerConfigError', message: problem };
    life.setContainer(container.name, (status) => ({ ...status, state: { waiting } }));
    life.noteContainer(container.name, { type: 'Warning', reason: 'Failed', message: `Error: ${problem}` });
    await life.sleep(2000);
  }
}
