import { parse } from 'yaml';
import { asObject, isJsonObject, type JsonObject, type KubernetesObject } from '../model.ts';
import { groupVersionOf, type Resource } from '../resources.ts';
import { badRequest, unsupportedMediaType } from '../status.ts';
import { type Exchange, readBody } from './exchange.ts';
import type { Target } from './target.ts';

const accepted = ['application/json', 'application/yaml'];

function decode(text: string, contentType: string): unknown {
  try {
    return contentType === 'application/yaml' ? parse(text) : JSON.parse(text);
  } catch (error) {
    throw badRequest(
      `couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

/** The body as one JSON or YAML document; undefined when there is none. */
export async function readDocument(exchange: Exchange): Promise<JsonObject | undefined> {
  const text = await readBody(exchange);
  if (text === '') return undefined;
  if (exchange.contentType !== '' && !accepted.includes(exchange.contentType))
    throw unsupportedMediaType(accepted);
  const document = decode(text, exchange.contentType);
  if (!isJsonObject(document))
    throw badRequest('the object provided is unrecognized (must be of type Object)');
  return document;
}

/** The body as an object of the resource that the path names, its metadata completed from the path. */
export async function readObject(exchange: Exchange, where: Target): Promise<KubernetesObject> {
  const document = await readDocument(exchange);
  if (document === undefined) throw badRequest("Object 'Kind' is missing in ''");
  return objectFrom(document, where);
}

export function objectFrom(document: JsonObject, where: Target): KubernetesObject {
  const { resource } = where;
  const apiVersion = document['apiVersion'] ?? groupVersionOf(resource);
  const kind = document['kind'] ?? resource.kind;
  if (apiVersion !== groupVersionOf(resource) || kind !== resource.kind)
    throw badRequest(wrongKind(resource, String(apiVersion), String(kind)));
  const metadata = isJsonObject(document['metadata']) ? document['metadata'] : {};
  return asObject({ ...document, apiVersion, kind, metadata: locatedMetadata(metadata, where) });
}

function wrongKind(resource: Resource, apiVersion: string, kind: string): string {
  const version = apiVersion.split('/').at(-1) ?? '';
  if (kind !== resource.kind)
    return `${kind} in version "${version}" cannot be handled as a ${resource.kind}: converting (${apiVersion}, Kind=${kind}) to (${groupVersionOf(resource)}, Kind=${resource.kind}): unknown conversion`;
  return `the API version in the data (${apiVersion}) does not match the expected API version (${groupVersionOf(resource)})`;
}

function locatedMetadata(metadata: JsonObject, where: Target): JsonObject {
  const { namespace, name } = where;
  const located = { ...metadata };
  if (namespace !== undefined) {
    if ((metadata['namespace'] ?? namespace) !== namespace)
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    located['namespace'] = namespace;
  }
  if (name === undefined) return located;
  if ((metadata['name'] ?? '') !== '' && metadata['name'] !== name)
    throw badRequest(
      `the name of the object (${String(metadata['name'])}) does not match the name on the URL (${name})`,
    );
  return { ...located, name };
}
