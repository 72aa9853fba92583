import { isObject, type JsonObject, listOf, objectOf, textOf } from './json-field.ts';

/** An object as somebody hands it over, by what tells it apart. */
export interface GivenObject {
  readonly kind: string;
  /** Of the API group only: `apps` for `apps/v1`, empty for the core group. */
  readonly group: string;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner?: { readonly kind: string; readonly name: string; readonly uid: string };
  /** With a uid in its metadata and its owner references, whether or not it came with one. */
  readonly json: JsonObject;
}

/**
 * Objects that tools have stripped of uids are told apart, and linked to their owners, by kind, namespace and name.
 * Undefined for what has no kind or no name. Never throws.
 */
export function toGivenObject(value: unknown): GivenObject | undefined {
  const json = objectOf(value);
  const metadata = objectOf(json['metadata']);
  const kind = textOf(json['kind']);
  const name = textOf(metadata['name']);
  if (kind === '' || name === '') return undefined;

  const namespace = textOf(metadata['namespace']);
  const uid = uidOf(metadata['uid'], { kind, namespace, name });
  const references = listOf(metadata['ownerReferences'])
    .filter(isObject)
    .map((reference) => ({
      ...reference,
      uid: uidOf(reference['uid'], {
        kind: textOf(reference['kind']),
        namespace,
        name: textOf(reference['name']),
      }),
    }));
  const owner = ownerOf(references);
  return {
    kind,
    group: groupOf(textOf(json['apiVersion'])),
    uid,
    namespace,
    name,
    ...(owner === undefined ? {} : { owner }),
    json: { ...json, metadata: { ...metadata, uid, ownerReferences: references } },
  };
}

function ownerOf(references: readonly JsonObject[]): GivenObject['owner'] {
  const controller = references.find((reference) => reference['controller'] === true);
  if (controller === undefined) return undefined;
  return {
    kind: textOf(controller['kind']),
    name: textOf(controller['name']),
    uid: textOf(controller['uid']),
  };
}

function uidOf(uid: unknown, names: { kind: string; namespace: string; name: string }): string {
  if (typeof uid === 'string' && uid !== '') return uid;
  return `${names.kind}/${names.namespace}/${names.name}`;
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}
