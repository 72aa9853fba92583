import { asJson, isJsonObject, type JsonObject, type KubernetesObject } from '../model.ts';
import type { WriteOptions } from '../objects.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyStrategicMergePatch } from '../patch/strategic-merge-patch.ts';
import { badRequest, unsupportedMediaType } from '../status.ts';
import { objectFrom } from './body.ts';
import { type Exchange, readBody } from './exchange.ts';
import type { Target } from './target.ts';

type Apply = (document: JsonObject, patch: unknown) => JsonObject;

function onObjects(apply: (document: JsonObject, patch: JsonObject) => JsonObject): Apply {
  return (document, patch) => {
    if (!isJsonObject(patch))
      throw badRequest(
        'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
      );
    return apply(document, patch);
  };
}

const kinds: Record<string, Apply> = {
  'application/json-patch+json': applyJsonPatch,
  'application/merge-patch+json': onObjects(applyMergePatch),
  'application/strategic-merge-patch+json': onObjects(applyStrategicMergePatch),
};

/** The object with the patch of the request body applied; nothing is written yet. */
export async function patched(
  exchange: Exchange,
  where: Target,
  current: KubernetesObject,
): Promise<KubernetesObject> {
  // Strategic merge needs Go types, which custom resources do not have.
  if (where.resource.isCustom && exchange.contentType.includes('strategic'))
    throw unsupportedMediaType(Object.keys(kinds).filter((kind) => !kind.includes('strategic')));
  const result = await patchedJson(exchange, asJson(current));
  const object = objectFrom(exchange, result, where);
  const { resourceVersion } = object.metadata;
  // The patch was made from `current`, so only a version that the patch itself names can be stale.
  if (resourceVersion !== current.metadata.resourceVersion) return object;
  const { resourceVersion: _version, ...metadata } = object.metadata;
  return { ...object, metadata };
}

export async function patchedJson(exchange: Exchange, current: JsonObject): Promise<JsonObject> {
  const apply = kinds[exchange.contentType];
  if (apply === undefined) throw unsupportedMediaType(Object.keys(kinds));
  return apply(current, decodePatch(await readBody(exchange)));
}

function decodePatch(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : ''}`);
  }
}

/** Who writes: `fieldManager`, else the client's name as the real server derives it. */
export function writerOf(exchange: Exchange, subresource?: string): WriteOptions {
  const manager = exchange.query.get('fieldManager') ?? exchange.userAgent.split('/')[0] ?? '';
  const dryRun = exchange.query.getAll('dryRun').filter((value) => value !== '');
  if (dryRun.some((value) => value !== 'All')) throw badRequest('Invalid dryRun value: must be "All"');
  return {
    manager: manager === '' ? 'unknown' : manager,
    isDryRun: dryRun.length > 0,
    ...(subresource === undefined ? {} : { subresource }),
  };
}
