import { isJsonObject, type Json, type JsonObject } from '../model.ts';
import { badRequest } from '../status.ts';
import { attributesOf, itemTypeOf, modelNameOf, valueTypeOf } from './models.ts';

export interface Place {
  /** The Go struct that holds the field, for messages. */
  struct: string;
  /** With list indices, as strict decoding names fields. */
  path: string;
  /** Without them, as encoding/json does. */
  plainPath: string;
}

/** How a value of the wrong type is refused: built-in kinds by Go's decoder, custom ones by their schema. */
export type RefuseType = (value: Json, goType: string, place: Place) => never;

interface Decoding {
  unknown: string[];
  refuse: RefuseType;
}

const quantityMaps = new Set(['limits', 'requests', 'capacity', 'allocatable', 'hard', 'used']);

function goTypeOf(type: string, format: string): string {
  if (type === 'number') return format === '' ? 'int32' : format;
  if (type === 'boolean') return 'bool';
  const item = itemTypeOf(type);
  if (item !== undefined) return `[]${goTypeOf(item, '')}`;
  const value = valueTypeOf(type);
  if (value !== undefined) return `map[string]${goTypeOf(value, '')}`;
  return type.replace(/^(Core)?V1/, 'v1.');
}

export function jsonTypeOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isJsonObject(value)) return 'object';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

const refuseByGo: RefuseType = (value, goType, place) => {
  throw badRequest(
    `json: cannot unmarshal ${jsonTypeOf(value)} into Go struct field ${place.struct}.${place.plainPath} of type ${goType}`,
  );
};

function decodeModel(value: Json, model: string, place: Place, decoding: Decoding): Json {
  const attributes = attributesOf(model);
  if (attributes === undefined) return value;
  if (!isJsonObject(value)) return decoding.refuse(value, goTypeOf(model, ''), place);
  const known = new Map(attributes.map((attribute) => [attribute.baseName, attribute]));
  const struct = model.replace(/^(Core)?V1/, '');
  const result: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const attribute = known.get(key);
    const path = place.path === '' ? key : `${place.path}.${key}`;
    const plainPath = place.plainPath === '' ? key : `${place.plainPath}.${key}`;
    if (attribute === undefined) decoding.unknown.push(path);
    else {
      const { type, format } = attribute;
      result[key] = decodeValue(
        inner,
        { type, format, isQuantity: quantityMaps.has(key) },
        { struct, path, plainPath },
        decoding,
      );
    }
  }
  return result;
}

interface Wanted {
  type: string;
  format: string;
  isQuantity: boolean;
}

function decodeList(value: Json, item: string, place: Place, decoding: Decoding): Json {
  if (!Array.isArray(value)) return decoding.refuse(value, `[]${goTypeOf(item, '')}`, place);
  return value.map((each, index) => {
    const path = `${place.path}[${index}]`;
    return decodeValue(each, { type: item, format: '', isQuantity: false }, { ...place, path }, decoding);
  });
}

function decodeMap(value: Json, inner: Wanted, place: Place, decoding: Decoding): Json {
  if (!isJsonObject(value)) return decoding.refuse(value, `map[string]${goTypeOf(inner.type, '')}`, place);
  const entries = Object.entries(value).map(([key, each]): [string, Json] => {
    if (inner.isQuantity && typeof each === 'number') return [key, String(each)];
    return [key, decodeValue(each, inner, place, decoding)];
  });
  return Object.fromEntries(entries);
}

const scalars: Record<string, (value: Json) => boolean> = {
  string: (value) => typeof value === 'string',
  Date: (value) => typeof value === 'string',
  V1MicroTime: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  IntOrString: (value) => typeof value === 'string' || typeof value === 'number',
};

function decodeValue(value: Json, wanted: Wanted, place: Place, decoding: Decoding): Json {
  // JSON null is Go's zero value for every field.
  if (value === null) return value;
  const { type, format, isQuantity } = wanted;
  const isScalar = scalars[type];
  if (isScalar !== undefined)
    return isScalar(value) ? value : decoding.refuse(value, goTypeOf(type, format), place);
  const item = itemTypeOf(type);
  if (item !== undefined) return decodeList(value, item, place, decoding);
  const inner = valueTypeOf(type);
  if (inner !== undefined) return decodeMap(value, { type: inner, format: '', isQuantity }, place, decoding);
  return decodeModel(value, type, place, decoding);
}

export interface Decoded {
  document: JsonObject;
  /** `unknown field "spec.foo"`, one for each field that was dropped. */
  unknownFields: string[];
}

/** Reads a document as the Go types would: wrong types are a 400, unknown fields are dropped and named. */
export function decodeAs(kind: string, document: JsonObject, refuse = refuseByGo): Decoded {
  const decoding: Decoding = { unknown: [], refuse };
  const place = { struct: kind, path: '', plainPath: '' };
  const decoded = decodeModel(document, modelNameOf(kind), place, decoding);
  const unknownFields = decoding.unknown.map((path) => `unknown field "${path}"`);
  return { document: isJsonObject(decoded) ? decoded : document, unknownFields };
}
