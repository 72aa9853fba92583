import { isJsonObject, type JsonObject, type KubernetesObject, type LabelSelector } from '../model.ts';
import { selectorText } from '../selectors/label.ts';
import { badRequest, invalid } from '../status.ts';

interface Scalable {
  replicas?: number;
  selector?: LabelSelector;
}

/** The autoscaling/v1 Scale of a workload. */
export function scaleOf(object: KubernetesObject): JsonObject {
  const { name, namespace = '', uid = '', resourceVersion = '', creationTimestamp = '' } = object.metadata;
  const spec = object.spec as Scalable;
  const status = object.status as { replicas?: number } | undefined;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec.replicas ?? 0 },
    status: { replicas: status?.replicas ?? 0, selector: selectorText(spec.selector ?? {}) },
  };
}

/** The workload with the replicas that a Scale asks for. */
export function withScale(object: KubernetesObject, scale: JsonObject): KubernetesObject {
  const spec = isJsonObject(scale['spec']) ? scale['spec'] : {};
  const replicas = spec['replicas'] ?? 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas))
    throw badRequest(
      'Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal into Go struct field ScaleSpec.spec.replicas of type int32',
    );
  if (replicas < 0) {
    const message = `Invalid value: ${replicas}: must be greater than or equal to 0`;
    throw invalid('Scale', 'autoscaling', object.metadata.name, [
      { reason: 'FieldValueInvalid', field: 'spec.replicas', message },
    ]);
  }
  const metadata = isJsonObject(scale['metadata']) ? scale['metadata'] : {};
  const { resourceVersion: _version, ...rest } = object.metadata;
  const version = metadata['resourceVersion'];
  return {
    ...object,
    metadata: typeof version === 'string' && version !== '' ? { ...rest, resourceVersion: version } : rest,
    spec: { ...(object.spec as object), replicas },
  };
}
