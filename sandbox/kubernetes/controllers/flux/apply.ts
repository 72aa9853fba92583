import type { Cluster } from '../../cluster.ts';
import { isSame } from '../../json-path.ts';
import {
  asJson,
  asObject,
  isJsonObject,
  type Json,
  type JsonObject,
  type KubernetesObject,
} from '../../model.ts';
import { mergeKeyOf } from '../../patch/merge-keys.ts';
import { applyStrategicMergePatch } from '../../patch/strategic-merge-patch.ts';
import type { Resource } from '../../resources.ts';

interface Apply {
  readonly manifest: KubernetesObject;
  /** What was applied before: what it had and the manifest has not goes. */
  readonly before: KubernetesObject | undefined;
  readonly manager: string;
}

/**
 * Brings an object to its manifest with force, as a server-side apply of one owner does: what others have changed in
 * the fields of the manifest is put back, and what they have added stays.
 */
export function apply(cluster: Cluster, { manifest, before, manager }: Apply): void {
  const resource = resourceFor(cluster, manifest);
  const { namespace, name } = manifest.metadata;
  const live = cluster.objects.find(resource, namespace, name);
  const writer = { manager, applied: manifest };
  if (live === undefined) {
    cluster.objects.create(resource, structuredClone(manifest), writer);
    return;
  }
  const without = before === undefined ? {} : removals(asJson(before), asJson(manifest));
  const merged = asObject(
    applyStrategicMergePatch(applyStrategicMergePatch(asJson(live), without), asJson(manifest)),
  );
  const { resourceVersion: _version, ...metadata } = merged.metadata;
  cluster.objects.update(resource, { ...merged, metadata }, writer);
}

export function resourceFor({ served }: Cluster, { kind, apiVersion, metadata }: KubernetesObject): Resource {
  const found = served.find((each) => each.kind === kind && apiVersion.endsWith(each.version));
  if (found === undefined) throw new Error(`${apiVersion} ${kind} ${metadata.name} is not served`);
  return found;
}

/** A strategic merge patch that takes out what is in one and not in the other. */
function removals(before: JsonObject, after: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const [field, value] of Object.entries(before)) {
    const next = after[field];
    if (next === undefined) patch[field] = null;
    else if (isJsonObject(value) && isJsonObject(next)) patch[field] = removals(value, next);
    else if (Array.isArray(value) && Array.isArray(next)) {
      const items = removedItems(field, value, next);
      if (items.length > 0) patch[field] = items;
    }
  }
  return patch;
}

function removedItems(field: string, before: Json[], after: Json[]): Json[] {
  const key = mergeKeyOf(field, false);
  if (key === undefined) return [];
  return before.filter(isJsonObject).flatMap((item) => {
    const id = item[key];
    if (id === undefined) return [];
    const next = after.filter(isJsonObject).find((each) => isSame(each[key], id));
    return [next === undefined ? { [key]: id, $patch: 'delete' } : { ...removals(item, next), [key]: id }];
  });
}
