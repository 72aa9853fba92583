import type { JsonObject } from '../model.ts';
import { groupVersionOf, type Resource } from '../resources.ts';
import { attributesOf, itemTypeOf, modelNameOf, valueTypeOf } from '../schema/models.ts';

function rootOf(resource: Resource): string {
  return resource.group === '' ? `api/${resource.version}` : `apis/${groupVersionOf(resource)}`;
}

/** `/openapi/v3`: where the document of each group is. */
export function openapiIndex(served: readonly Resource[]): JsonObject {
  const roots = [...new Set(served.map(rootOf))];
  return {
    paths: Object.fromEntries(
      roots.map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}?hash=1` }]),
    ),
  };
}

const scalars: Record<string, JsonObject> = {
  string: { type: 'string' },
  Date: { type: 'string', format: 'date-time' },
  number: { type: 'integer' },
  boolean: { type: 'boolean' },
  IntOrString: { type: 'string', format: 'int-or-string' },
};

function schemaOf(type: string, used: Set<string>): JsonObject {
  const scalar = scalars[type];
  if (scalar !== undefined) return scalar;
  const item = itemTypeOf(type);
  if (item !== undefined) return { type: 'array', items: schemaOf(item, used) };
  const value = valueTypeOf(type);
  if (value !== undefined) return { type: 'object', additionalProperties: schemaOf(value, used) };
  if (attributesOf(type) === undefined) return { type: 'object' };
  used.add(type);
  return { $ref: `#/components/schemas/${type}` };
}

/** The schemas of the served kinds and of everything that they refer to. */
function schemasFor(served: Resource[]): JsonObject {
  const schemas: JsonObject = {};
  const used = new Set(served.map((resource) => modelNameOf(resource.kind)));
  // A set that grows while it is walked: each model adds the models of its fields.
  for (const model of used) {
    const properties = (attributesOf(model) ?? []).map(({ baseName, type }) => [
      baseName,
      schemaOf(type, used),
    ]);
    const owner = served.find((resource) => modelNameOf(resource.kind) === model);
    const schema: JsonObject = { type: 'object', properties: Object.fromEntries(properties) };
    schemas[model] =
      owner === undefined ? schema : { ...schema, 'x-kubernetes-group-version-kind': [kindOf(owner)] };
  }
  return schemas;
}

function kindOf({ group, version, kind }: Resource): JsonObject {
  return { group, version, kind };
}

function pathOf(resource: Resource): [string, JsonObject] {
  const scope = resource.namespaced ? 'namespaces/{namespace}/' : '';
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  }));
  const patch = {
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': kindOf(resource),
    parameters,
  };
  return [`/${rootOf(resource)}/${scope}${resource.plural}/{name}`, { patch }];
}

/** `/openapi/v3/apis/apps/v1`: enough for kubectl to validate on the server and to explain fields. */
export function openapiDocument(root: string, all: readonly Resource[]): JsonObject | undefined {
  const served = all.filter((resource) => rootOf(resource) === root);
  if (served.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.32.4' },
    paths: Object.fromEntries(served.map(pathOf)),
    components: { schemas: schemasFor(served) },
  };
}
