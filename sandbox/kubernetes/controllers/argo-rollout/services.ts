import type { Service } from '../../argo-model.ts';
import { services } from '../../resources.ts';
import { note, type Pass, writer } from './pass.ts';
import { hashLabel } from './replica-sets.ts';

export function serviceNamed({ cluster, rollout }: Pass, name: string | undefined): Service | undefined {
  if (name === undefined || name === '') return undefined;
  return cluster.objects.find<Service>(services, rollout.metadata.namespace, name);
}

export function selectedHash(service: Service | undefined): string {
  return service?.spec.selector?.[hashLabel] ?? '';
}

/** Points a service at one revision's pods, as the real controller does: by one label more in its selector. */
export function switchTo(pass: Pass, service: Service, hash: string): Service {
  const before = selectedHash(service);
  if (before === hash) return service;
  const { resourceVersion: _version, ...metadata } = service.metadata;
  const annotations = {
    ...metadata.annotations,
    'argo-rollouts.argoproj.io/managed-by-rollouts': pass.rollout.metadata.name,
  };
  const spec = { ...service.spec, selector: { ...service.spec.selector, [hashLabel]: hash } };
  const message = `Switched selector for service '${metadata.name}' from '${before}' to '${hash}'`;
  note(pass, 'Normal', 'SwitchService', message);
  return pass.cluster.objects.update<Service>(
    services,
    { ...service, metadata: { ...metadata, annotations }, spec },
    writer,
  );
}
