import { asSchema, type JsonSchema } from '../json-schema.ts';

/**
 * The schema for editors. They see the file before interpolation, so that `${PORT}` has to pass where a number or a
 * channel belongs.
 */
export function editorSchema(schema: JsonSchema): JsonSchema {
  return { title: 'shipmate.yaml', ...withInterpolation(schema) };
}

const reference = '\\$\\{';

function withInterpolation(schema: JsonSchema): JsonSchema {
  const { items, additionalProperties, properties, pattern, format, enum: values, type, ...rest } = schema;
  const item = Array.isArray(items) ? undefined : asSchema(items);
  const value = asSchema(additionalProperties);

  return {
    ...rest,
    ...(type === undefined ? {} : typeOf(type, values)),
    // "format" would refuse a reference, and the pattern of a URL cannot be told to editors as well as our errors tell.
    ...(pattern === undefined || format === 'uri' ? {} : { pattern: `(${pattern})|${reference}` }),
    ...(properties === undefined ? {} : { properties: mapValues(properties) }),
    ...(item === undefined ? {} : { items: withInterpolation(item) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: value === undefined ? additionalProperties : withInterpolation(value) }),
  };
}

function typeOf(type: NonNullable<JsonSchema['type']>, values: JsonSchema['enum']): JsonSchema {
  if (type === 'integer') return { type: ['integer', 'string'], pattern: reference } as JsonSchema;
  if (values !== undefined) return { anyOf: [{ enum: values }, { type: 'string', pattern: reference }] };
  return { type };
}

function mapValues(properties: Record<string, JsonSchema | boolean>): Record<string, JsonSchema | boolean> {
  const entries = Object.entries(properties).map(([key, schema]) => {
    const described = asSchema(schema);
    return [key, described === undefined ? schema : withInterpolation(described)];
  });

  return Object.fromEntries(entries);
}
