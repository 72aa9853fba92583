import { setImmediate } from 'node:timers/promises';
import { isMap, parseDocument, type Tags } from 'yaml';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../../json-field.ts';
import { RefusedError } from './refused-error.ts';

/** One object of a manifest; without what only the API server writes. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty where the manifest names none: then it is the release's, if the kind has namespaces. */
  readonly namespace: string;
  readonly name: string;
  readonly object: JsonObject;
}

const maxCharacters = 4 * 1024 * 1024;
const maxObjects = 1_000;
const maxAliases = 100;

/**
 * The objects of a manifest, in its order. Read as Helm reads it, by the rules of YAML 1.1, where `yes` is true; but
 * for its times and numbers to the base of 60, which Go's reader does not know.
 */
export async function parseManifest(manifest: string): Promise<readonly ManifestObject[]> {
  if (manifest.length > maxCharacters) throw new RefusedError('a manifest of it is too long to be read');
  const documents = manifest.split(/^---(?=\s|$)/m).filter((text) => /^\s*[^#\s]/m.test(text));
  if (documents.length > maxObjects) throw new RefusedError('a manifest of it has too many objects');
  const objects: ManifestObject[] = [];
  for (const text of documents) {
    objects.push(...flatten(parse(text)).map(toManifestObject));
    // A megabyte takes seconds, and Slack waits for three.
    await setImmediate();
  }
  return objects;
}

function parse(text: string): unknown {
  const document = parseDocument(text, {
    version: '1.1',
    uniqueKeys: false,
    customTags: (tags: Tags) => tags.filter((tag) => typeof tag === 'string' || !isTime(tag)),
  });
  const [error] = document.errors;
  if (error !== undefined || !isMap(document.contents)) throw unreadable();
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch {
    throw unreadable();
  }
}

function isTime({ tag, format }: { readonly tag: string; readonly format?: string }): boolean {
  return format === 'TIME' || tag === 'tag:yaml.org,2002:timestamp';
}

/** A list of objects stands for its items. */
function flatten(value: unknown): readonly JsonObject[] {
  const object = objectOf(value);
  const isList = textOf(object['kind']).endsWith('List') && Array.isArray(object['items']);
  return isList ? listOf(object['items']).flatMap(flatten) : [object];
}

function toManifestObject(object: JsonObject): ManifestObject {
  const metadata = objectOf(object['metadata']);
  const [apiVersion, kind] = [textOf(object['apiVersion']), textOf(object['kind'])];
  const [namespace, name] = [textOf(metadata['namespace']), textOf(metadata['name'])];
  if (apiVersion === '' || kind === '' || name === '') throw unreadable();
  return { apiVersion, kind, namespace, name, object: withPlainData(withoutServerFields(object, metadata)) };
}

const serverFields: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'resourceVersion',
  'uid',
  'generation',
  'managedFields',
  'selfLink',
]);

function withoutServerFields({ status: _, ...object }: JsonObject, metadata: JsonObject): JsonObject {
  const own = Object.entries(metadata).filter(([key]) => !serverFields.has(key));
  return { ...object, metadata: Object.fromEntries(own) };
}

/** `stringData` is never read back: as data it can be compared, and taken away again. */
function withPlainData(object: JsonObject): JsonObject {
  const { stringData, ...rest } = object;
  if (rest['kind'] !== 'Secret' || rest['apiVersion'] !== 'v1' || !isObject(stringData)) return object;
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  return { ...rest, data: { ...objectOf(rest['data']), ...Object.fromEntries(encoded) } };
}

function unreadable(): RefusedError {
  return new RefusedError('a manifest of it cannot be read');
}
