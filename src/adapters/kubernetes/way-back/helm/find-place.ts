import type { ObjectName } from '../../../../domain/rollback/way-back.ts';
import { PermanentError } from '../../../../errors.ts';
import { isObject, listOf, objectOf, textOf } from '../../json-field.ts';
import type { Api, ObjectPlace } from './api.ts';
import type { ManifestObject } from './manifest.ts';
import { groupOf } from './merge-keys.ts';
import { RefusedError } from './refused-error.ts';

/** Where the API server has an object of a manifest. Throws RefusedError when it does not know the kind. */
export type FindPlace = (object: ManifestObject) => Promise<ObjectPlace>;

/** Asks each group for its kinds once. */
export function createFindPlace(api: Api, release: ObjectName): FindPlace {
  const groups = new Map<string, Promise<unknown>>();

  function kindsOf(apiVersion: string): Promise<unknown> {
    const known = groups.get(apiVersion);
    if (known !== undefined) return known;
    const asked = api.read(rootOf(apiVersion), `read the kinds of ${apiVersion}`).catch(nothingIfMissing);
    groups.set(apiVersion, asked);
    return asked;
  }

  return async ({ apiVersion, kind, namespace, name }) => {
    const found = listOf(objectOf(await kindsOf(apiVersion))['resources'])
      .filter(isObject)
      .find((each) => each['kind'] === kind && !textOf(each['name']).includes('/'));
    if (found === undefined) {
      throw new RefusedError(`the cluster does not serve ${kind} of ${apiVersion}, which it holds`);
    }
    const plural = textOf(found['name']);
    const group = groupOf(apiVersion);
    const qualified = group === '' ? plural : `${plural}.${group}`;
    const root = rootOf(apiVersion);
    if (found['namespaced'] !== true) {
      return { collection: `${root}/${plural}`, name, described: `${qualified} in the whole cluster` };
    }
    const where = namespace === '' ? release.namespace : namespace;
    return {
      collection: `${root}/namespaces/${encodeURIComponent(where)}/${plural}`,
      name,
      described: `${qualified} in namespace ${where}`,
    };
  };
}

function rootOf(apiVersion: string): string {
  const path = apiVersion.split('/').map(encodeURIComponent).join('/');
  return apiVersion.includes('/') ? `/apis/${path}` : `/api/${path}`;
}

function nothingIfMissing(error: unknown): undefined {
  if (error instanceof PermanentError && error.code === 'kubernetes-not-found') return undefined;
  throw error;
}
