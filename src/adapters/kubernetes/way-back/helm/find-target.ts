import { isDeepStrictEqual } from 'node:util';
import type { WayBackRequest } from '../../../../ports.ts';
import { type JsonObject, listOf, objectOf, textOf } from '../../json-field.ts';
import type { ApplyRelease, Move } from './apply-release.ts';
import { type ManifestObject, parseManifest } from './manifest.ts';
import { RefusedError } from './refused-error.ts';
import type { ReleaseRecord } from './release-record.ts';

/** The revision of a release that is the confirmed target, and the move to it. */
export interface Found {
  readonly record: ReleaseRecord;
  readonly move: Move;
}

/** The object of the workload in a manifest. */
export function workloadIn(
  objects: readonly ManifestObject[],
  { workload: { kind, name, namespace }, way }: WayBackRequest,
): ManifestObject | undefined {
  const release = way.kind === 'helm' ? way.release.namespace : '';
  return objects.find(
    (each) => each.kind === kind && each.name === name && (each.namespace || release) === namespace,
  );
}

/**
 * Whether a revision of the release is the confirmed target: its images are, and what the API server would make of
 * its template, with every default, is the template that the target's pods have. Undefined when it is not.
 */
export async function matchTarget(
  record: ReleaseRecord,
  { original, request, template, apply }: MatchContext,
): Promise<Found | undefined> {
  const images = request.target.images.map(({ image }) => image);
  // Most revisions have other images, and reading a manifest takes a while.
  if (!images.every((image) => record.manifest.includes(image))) return undefined;
  const move = { original, target: await parseManifest(record.manifest) };
  const object = workloadIn(move.target, request);
  if (object === undefined || !isDeepStrictEqual(imagesOf(object.object), targetImages(request)))
    return undefined;
  const rehearsed = await apply.bring(move, object, { isDryRun: true });
  const become = objectOf(rehearsed['spec'])['template'];
  return isSameTemplate(become, template) ? { record, move } : undefined;
}

interface MatchContext {
  readonly original: readonly ManifestObject[];
  readonly request: WayBackRequest;
  /** Of the target's pods, as the cluster keeps it. */
  readonly template: unknown;
  readonly apply: ApplyRelease;
}

function imagesOf(workload: JsonObject): readonly string[] {
  const spec = objectOf(objectOf(objectOf(workload['spec'])['template'])['spec']);
  return [...listOf(spec['containers']), ...listOf(spec['initContainers'])]
    .map((each) => `${textOf(objectOf(each)['name'])}=${textOf(objectOf(each)['image'])}`)
    .toSorted();
}

function targetImages({ target }: WayBackRequest): readonly string[] {
  return target.images.map(({ name, image }) => `${name}=${image}`).toSorted();
}

/** A restart is no other version, and no chart knows of it. */
const restartedAt = 'kubectl.kubernetes.io/restartedAt';

function isSameTemplate(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(comparable(left), comparable(right));
}

function comparable(template: unknown): JsonObject {
  const { metadata, ...rest } = objectOf(template);
  const { labels, annotations } = objectOf(metadata);
  const notes = Object.entries(objectOf(annotations)).filter(([key]) => key !== restartedAt);
  return { ...rest, labels: { ...objectOf(labels) }, annotations: Object.fromEntries(notes) };
}

/** Throws RefusedError when Helm would run something that Shipmate does not. */
export function refuseHooks({ rollbackHooks, version }: ReleaseRecord): void {
  if (rollbackHooks.length === 0) return;
  throw new RefusedError(
    `revision ${version} has hooks that run at a rollback (${rollbackHooks.join(', ')}), and I run none`,
  );
}
