import { z } from 'zod';
import type { KeyPath } from './key-path.ts';
import { configSchema } from './schema.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What may be written in shipmate.yaml, as JSON Schema 2020-12, before interpolation is allowed for. */
export function configJsonSchema(): JsonSchema {
  return z.toJSONSchema(configSchema, { io: 'input', target: 'draft-2020-12' });
}

/** The part of the schema that describes the value at the path. */
export function schemaAt(root: JsonSchema, path: KeyPath): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((schema, key) => schema && step(schema, key), root);
}

function step(schema: JsonSchema, key: string | number): JsonSchema | undefined {
  if (typeof key === 'number') return Array.isArray(schema.items) ? undefined : asSchema(schema.items);
  return asSchema(schema.properties?.[key]) ?? asSchema(schema.additionalProperties);
}

/** JSON Schema allows `true` and `false` wherever a schema stands. */
export function asSchema(schema: JsonSchema | boolean | undefined): JsonSchema | undefined {
  return typeof schema === 'object' ? schema : undefined;
}
