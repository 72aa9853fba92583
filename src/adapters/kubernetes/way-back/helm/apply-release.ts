import type { ObjectName } from '../../../../domain/rollback/way-back.ts';
import { PermanentError } from '../../../../errors.ts';
import { type JsonObject, objectOf } from '../../json-field.ts';
import type { Api, ObjectPlace, WriteMode } from './api.ts';
import { createFindPlace } from './find-place.ts';
import type { ManifestObject } from './manifest.ts';
import { RefusedError } from './refused-error.ts';
import { mergePatch, mergeThreeWay } from './three-way.ts';

/** The manifests between which a release moves. */
export interface Move {
  readonly original: readonly ManifestObject[];
  readonly target: readonly ManifestObject[];
  /** The workload, and the generation at which it was seen to be what is left: not to go over what came since. */
  readonly pinned?: { readonly object: ManifestObject | undefined; readonly generation: number };
}

export interface ApplyRelease {
  /** One object of the target as it is then, or would be. */
  bring(move: Move, object: ManifestObject, mode: WriteMode): Promise<JsonObject>;
  /** All of them in their order, then takes away what only the original has. */
  bringAll(move: Move, mode: WriteMode): Promise<void>;
}

export function createApplyRelease(api: Api, release: ObjectName): ApplyRelease {
  const findPlace = createFindPlace(api, release);
  const marks = {
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: {
      'meta.helm.sh/release-name': release.name,
      'meta.helm.sh/release-namespace': release.namespace,
    },
  };

  async function bring(
    { original, pinned }: Move,
    object: ManifestObject,
    mode: WriteMode,
  ): Promise<JsonObject> {
    const place = await findPlace(object);
    const wanted = withMarks(object.object, marks);
    const live = await api.get(place);
    if (live === undefined) return await api.create(place, wanted, mode);
    if (object === pinned?.object && generationOf(live) !== pinned.generation) throw moved(object);
    const before = original.find((each) => isSameObject(each, object, release));
    if (before === undefined && !isOfRelease(live, release)) {
      throw new RefusedError(`${object.kind} ${object.name} is there already, and is not the release's`);
    }
    const merged = mergeThreeWay({ original: before?.object ?? {}, target: wanted, live });
    const patch = mergePatch(live, merged);
    if (patch === undefined) return live;
    const { resourceVersion } = objectOf(live['metadata']);
    const exact = { ...patch, metadata: { ...objectOf(patch['metadata']), resourceVersion } };
    return await api.patch(place, exact, mode);
  }

  async function remove(object: ManifestObject, mode: WriteMode): Promise<void> {
    const place: ObjectPlace = await findPlace(object);
    const live = await api.get(place);
    if (live === undefined || isKept(live)) return;
    await api.remove(place, objectOf(live['metadata'])['uid'], mode);
  }

  return {
    bring,
    async bringAll(move, mode) {
      for (const object of move.target) await withoutQuotes(object, bring(move, object, mode));
      const gone = move.original.filter(
        (each) => !move.target.some((other) => isSameObject(each, other, release)),
      );
      for (const object of gone) await remove(object, mode);
    },
  };
}

function generationOf(live: JsonObject): unknown {
  return objectOf(live['metadata'])['generation'];
}

function moved({ kind, name }: ManifestObject): PermanentError {
  return new PermanentError('kubernetes-conflict', `${kind} ${name} was changed in between.`);
}

/** What is said of a Secret that is refused may quote what is in it. */
async function withoutQuotes(
  { apiVersion, kind, name }: ManifestObject,
  work: Promise<unknown>,
): Promise<void> {
  try {
    await work;
  } catch (error) {
    const isTold = error instanceof PermanentError && toldOfContent.has(error.code);
    if (!isTold || kind !== 'Secret' || apiVersion !== 'v1') throw error;
    throw new RefusedError(`the API server does not take Secret ${name} of it`);
  }
}

const toldOfContent: ReadonlySet<string> = new Set(['kubernetes-invalid', 'kubernetes-bad-request']);

interface Marks {
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
}

/** As Helm marks what is its own. */
function withMarks(object: JsonObject, { labels, annotations }: Marks): JsonObject {
  const metadata = objectOf(object['metadata']);
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...objectOf(metadata['labels']), ...labels },
      annotations: { ...objectOf(metadata['annotations']), ...annotations },
    },
  };
}

function isOfRelease(live: JsonObject, { name, namespace }: ObjectName): boolean {
  const annotations = objectOf(objectOf(live['metadata'])['annotations']);
  return (
    annotations['meta.helm.sh/release-name'] === name &&
    annotations['meta.helm.sh/release-namespace'] === namespace
  );
}

function isKept(live: JsonObject): boolean {
  return objectOf(objectOf(live['metadata'])['annotations'])['helm.sh/resource-policy'] === 'keep';
}

/** A chart may move an object to another version of its group: it is the same one. */
function isSameObject(left: ManifestObject, right: ManifestObject, { namespace }: ObjectName): boolean {
  const keyOf = (each: ManifestObject) =>
    [
      each.apiVersion.split('/').slice(0, -1).join('/'),
      each.kind,
      each.namespace || namespace,
      each.name,
    ].join(' ');
  return keyOf(left) === keyOf(right);
}
