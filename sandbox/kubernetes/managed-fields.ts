import { isSame } from './json-path.ts';
import {
  asJson,
  isJsonObject,
  type Json,
  type JsonObject,
  type KubernetesObject,
  type ManagedFields,
} from './model.ts';

export interface Writer {
  manager: string;
  subresource?: string;
  /** The manifest, when it is applied by the server: then its fields are what the manager owns. */
  applied?: KubernetesObject;
}

/** The keys that identify an item in Kubernetes' associative lists, tried in this order. */
const itemKeys = [['containerPort', 'protocol'], ['mountPath'], ['uid'], ['type'], ['ip'], ['name']] as const;

function itemSelector(item: JsonObject): string | undefined {
  for (const keys of itemKeys) {
    if (keys.every((key) => item[key] !== undefined)) {
      return `k:${JSON.stringify(Object.fromEntries(keys.map((key) => [key, item[key]])))}`;
    }
  }
  return undefined;
}

/** The field set of a value in the FieldsV1 notation. */
function fieldsOf(value: Json | undefined): JsonObject {
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [`f:${key}`, fieldsOf(inner)]));
  }
  if (!Array.isArray(value)) return {};
  const fields: JsonObject = {};
  for (const item of value) {
    const selector = isJsonObject(item) ? itemSelector(item) : undefined;
    if (selector === undefined) return {};
    fields[selector] = { '.': {}, ...fieldsOf(item) };
  }
  return fields;
}

const serverSet = ['apiVersion', 'kind', 'metadata', 'status'];

function ownedBy(object: KubernetesObject, subresource: string | undefined): JsonObject {
  const json = asJson(object);
  if (subresource !== undefined) {
    return subresource === 'scale'
      ? { 'f:spec': { 'f:replicas': {} } }
      : { 'f:status': fieldsOf(json['status']) };
  }
  const { labels, annotations, ownerReferences, generateName } = object.metadata;
  const metadata = { labels, annotations, ownerReferences, generateName } as unknown as JsonObject;
  const present = Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
  const rest = Object.fromEntries(Object.entries(json).filter(([key]) => !serverSet.includes(key)));
  return { 'f:metadata': fieldsOf(present), ...fieldsOf(rest) };
}

/**
 * The managedFields after a write: one entry per (manager, operation, subresource), as the real server keeps. Nobody
 * decides by them here; they are carried because a third of a real object is made of them.
 */
export function managedFieldsAfter(
  before: KubernetesObject | undefined,
  after: KubernetesObject,
  writer: Writer,
  time: string,
): ManagedFields[] {
  const entries = before?.metadata.managedFields ?? [];
  const operation = writer.applied === undefined ? 'Update' : 'Apply';
  const isMine = (entry: ManagedFields) =>
    entry.manager === writer.manager &&
    entry.subresource === writer.subresource &&
    entry.operation === operation;
  const mine = entries.find(isMine);
  const fieldsV1 = ownedBy(writer.applied ?? after, writer.subresource);
  if (mine !== undefined && isSame(mine.fieldsV1, fieldsV1)) {
    return entries.map((entry) => (entry === mine ? { ...entry, time } : entry));
  }
  const entry: ManagedFields = {
    manager: writer.manager,
    operation,
    apiVersion: after.apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(writer.subresource === undefined ? {} : { subresource: writer.subresource }),
  };
  return [...entries.filter((other) => !isMine(other)), entry];
}
