import { asSchema, type JsonSchema } from '../json-schema.ts';

export interface ReferenceRow {
  /** `teams[].channel`, `clusters[].environmentByNamespace.*`. */
  readonly key: string;
  readonly type: string;
  /** As it would be written in the file; `required` when there is none. */
  readonly byDefault: string;
  readonly description: string;
}

/** Every key under (and without) the schema at `key`, in the order of the schema. */
export function referenceRows(schema: JsonSchema, key: string): ReferenceRow[] {
  const item = itemOf(schema);
  if (item !== undefined) return referenceRows(item, `${key}[]`);

  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const described = asSchema(property);
    if (described === undefined) return [];

    const path = `${key}.${name}`;
    const isRequired = schema.required?.includes(name) ?? false;
    return [row(path, described, isRequired), ...referenceRows(described, path)];
  });
}

function row(key: string, schema: JsonSchema, isRequired: boolean): ReferenceRow {
  return {
    key,
    type: typeName(schema),
    byDefault: isRequired ? 'required' : defaultText(schema),
    description: schema.description ?? '',
  };
}

function defaultText(schema: JsonSchema): string {
  if (schema.properties !== undefined || schema.default === undefined) return '';
  return `\`${typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default)}\``;
}

/** `text`, `whole number`, `list of channels`, or what the schema itself is titled. */
export function typeName(schema: JsonSchema): string {
  const item = itemOf(schema);
  if (schema.title !== undefined) return schema.title;
  if (item !== undefined) return `list of ${item.properties === undefined ? typeName(item) : 'entries'}`;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(' or ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'integer') return `whole number, ${schema.minimum} to ${schema.maximum}`;
  if (schema.properties !== undefined) return 'keys';
  if (asSchema(schema.additionalProperties) !== undefined) return 'pattern → text';
  return schema.format === 'uri' ? 'URL' : 'text';
}

function itemOf(schema: JsonSchema): JsonSchema | undefined {
  return Array.isArray(schema.items) ? undefined : asSchema(schema.items);
}
