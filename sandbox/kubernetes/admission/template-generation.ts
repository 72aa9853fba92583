import { isSame } from '../json-path.ts';
import type { KubernetesObject } from '../model.ts';

const key = 'deprecated.daemonset.template.generation';

/** The count of a DaemonSet's templates that the API server keeps in an annotation, whatever a client writes there. */
export function withTemplateGeneration<T extends KubernetesObject>(object: T, before: T): T {
  const templateOf = (each: T) => (each.spec as { template?: unknown } | undefined)?.template;
  const known = Number(before.metadata.annotations?.[key] ?? '1');
  const generation = isSame(templateOf(object), templateOf(before)) ? known : known + 1;
  const annotations = { ...object.metadata.annotations, [key]: String(generation) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
