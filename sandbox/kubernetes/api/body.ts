import { parse } from 'yaml';
import { asObject, isJsonObject, type JsonObject, type KubernetesObject } from '../model.ts';
import { groupVersionOf, type Resource } from '../resources.ts';
import { decodeAs, jsonTypeOf, type RefuseType } from '../schema/decode.ts';
import { ApiError, badRequest, invalid, unsupportedMediaType } from '../status.ts';
import { type Exchange, readBody, readBytes } from './exchange.ts';
import { protobufType, reviewFromProtobuf } from './protobuf.ts';
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
  const isProtobuf = where.resource.reviewOnly && exchange.contentType === protobufType;
  const document = isProtobuf ? reviewFromProtobuf(await readBytes(exchange)) : await readDocument(exchange);
  if (document === undefined) throw badRequest("Object 'Kind' is missing in ''");
  return objectFrom(exchange, document, where);
}

export function objectFrom(exchange: Exchange, document: JsonObject, where: Target): KubernetesObject {
  const { resource } = where;
  const apiVersion = document['apiVersion'] ?? groupVersionOf(resource);
  const kind = document['kind'] ?? resource.kind;
  if (apiVersion !== groupVersionOf(resource) || kind !== resource.kind)
    throw badRequest(wrongKind(resource, String(apiVersion), String(kind)));
  const decoded = decodeStrictly(exchange, document, resource);
  const metadata = isJsonObject(decoded['metadata']) ? decoded['metadata'] : {};
  return asObject({ ...decoded, apiVersion, kind, metadata: locatedMetadata(metadata, where) });
}

/** `fieldValidation` decides what an unknown field is: refused, warned about (the default) or dropped in silence. */
function decodeStrictly(exchange: Exchange, document: JsonObject, resource: Resource): JsonObject {
  const { document: decoded, unknownFields } = decodeFor(resource, document);
  const mode = exchange.query.get('fieldValidation') ?? 'Warn';
  if (unknownFields.length === 0 || mode === 'Ignore') return decoded;
  if (mode === 'Strict') throw unreadable(resource, `strict decoding error: ${unknownFields.join(', ')}`);
  const warnings = unknownFields.map((field) => `299 - "${field.replaceAll('"', '\\"')}"`);
  exchange.response.setHeader('warning', warnings);
  return decoded;
}

function decodeFor(resource: Resource, document: JsonObject) {
  if (resource.isCustom) return decodeAs(resource.kind, document, refuseBySchema(resource, document));
  try {
    return decodeAs(resource.kind, document);
  } catch (error) {
    throw error instanceof ApiError ? unreadable(resource, error.message) : error;
  }
}

const schemaTypes: readonly (readonly [RegExp, string])[] = [
  [/^int/, 'integer'],
  [/^bool$/, 'boolean'],
  [/^\[\]/, 'array'],
  [/^(string|Date)$/, 'string'],
  [/^IntOrString$/, 'integer or string'],
];

/** What a CustomResourceDefinition's schema says to a value of the wrong type: 422, where Go's decoder says 400. */
function refuseBySchema({ kind, group }: Resource, document: JsonObject): RefuseType {
  return (value, goType, { path }) => {
    const type = schemaTypes.find(([pattern]) => pattern.test(goType))?.[1] ?? 'object';
    const shown = jsonTypeOf(value);
    const message = `Invalid value: ${JSON.stringify(shown)}: ${path} in body must be of type ${type}: ${JSON.stringify(shown)}`;
    const name = isJsonObject(document['metadata']) ? String(document['metadata']['name'] ?? '') : '';
    throw invalid(kind, group, name, [{ reason: 'FieldValueTypeInvalid', field: path, message }]);
  };
}

function unreadable(resource: Resource, why: string): ApiError {
  const { kind, version } = resource;
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
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
