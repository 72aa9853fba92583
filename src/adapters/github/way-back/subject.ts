import { type ImageReference, parseImageReference } from '../../../domain/release/version.ts';
import type { WayBackRequest } from '../../../ports.ts';
import { type ImageMark, isMarkOf, isSameRepository, type Manifest, manifestsIn } from './image-marks.ts';

/** An image of the workload that the version to be left has changed. */
export interface ChangedImage {
  readonly container: string;
  readonly current: ImageReference;
  readonly target: ImageReference;
}

/** What is to be taken back, as files can tell. */
export interface Subject {
  /** Of the workload and of its service. */
  readonly names: readonly string[];
  /** Names of folders that say where a file is for; of two that say other than these, neither counts. */
  readonly places: readonly string[];
  readonly changed: readonly ChangedImage[];
  /** Of every container of the workload, before and after. */
  readonly repositories: readonly string[];
}

export function subjectOf(request: WayBackRequest): Subject {
  const { service, environment, workload, current, target } = request;
  const images = [...current.images, ...target.images];
  return {
    names: [...new Set([workload.name, service])],
    places: [environment, workload.cluster],
    changed: current.images.flatMap(({ name, image }) => {
      const before = target.images.find((each) => each.name === name);
      if (before === undefined || before.image === image) return [];
      const [now, then] = [parseImageReference(image), parseImageReference(before.image)];
      return [{ container: name, current: now, target: then }];
    }),
    repositories: [...new Set(images.map(({ image }) => parseImageReference(image).repository))],
  };
}

const workloadKinds = /^(Deployment|StatefulSet|DaemonSet|Rollout|Job|CronJob)$/;

/** Whether an object is the workload's own or goes with it, by its name: `payments-api`, `payments-api-config`. */
function isOwnObject({ kind, name }: Manifest, { names }: Subject): boolean {
  if (names.includes(name)) return true;
  return !workloadKinds.test(kind) && names.some((own) => name.startsWith(`${own}-`));
}

/** Whether a folder or the file itself is called like the workload. */
export function isOwnPath(path: string, { names }: Subject): boolean {
  const segments = path.split('/').map((segment) => segment.replace(/\.(ya?ml|json)$/i, ''));
  return segments.some((segment) => names.includes(segment));
}

/** The marks in a file that speak of the workload's images. Without an image beside it, a version is anybody's. */
export function ownMarks(path: string, text: string | undefined, subject: Subject): readonly ImageMark[] {
  return manifestsIn(text ?? '').flatMap((manifest) => {
    const isSomebodyElses = workloadKinds.test(manifest.kind) && !subject.names.includes(manifest.name);
    if (isSomebodyElses && manifest.name !== '') return [];
    const isOurs = ({ repository }: ImageMark) =>
      repository !== undefined && subject.repositories.some((own) => isSameRepository(own, repository));
    const isVouchedFor =
      manifest.marks.some(isOurs) || isOwnPath(path, subject) || subject.names.includes(manifest.name);
    return manifest.marks.filter((mark) => isOurs(mark) || (mark.repository === undefined && isVouchedFor));
  });
}

export function countOf(marks: readonly ImageMark[], image: ImageReference): number {
  return marks.filter((mark) => isMarkOf(mark, image)).length;
}

/** Whether a file goes back with the version although it names none: it is called like the workload, or all in it is. */
export function goesAlong(path: string, texts: readonly (string | undefined)[], subject: Subject): boolean {
  if (isOwnPath(path, subject)) return true;
  const manifests = texts.flatMap((text) => manifestsIn(text ?? '')).filter(({ text }) => text !== '');
  return manifests.length > 0 && manifests.every((manifest) => isOwnObject(manifest, subject));
}

/** What else than the workload a change of the file has changed: names of images and objects. */
export function strangersIn(
  before: string | undefined,
  after: string | undefined,
  subject: Subject,
): readonly string[] {
  const [then, now] = [manifestsIn(before ?? ''), manifestsIn(after ?? '')];
  return [...new Set([...strangeImages(then, now, subject), ...strangeObjects(then, now, subject)])];
}

function strangeImages(then: readonly Manifest[], now: readonly Manifest[], subject: Subject): string[] {
  const keysOf = (manifests: readonly Manifest[]) =>
    manifests
      .filter((manifest) => !isOwnObject(manifest, subject))
      .flatMap(({ marks }) => marks)
      .flatMap(({ repository, version }) => (repository === undefined ? [] : [{ repository, version }]));
  const [before, after] = [keysOf(then), keysOf(now)];
  const isIn = (list: typeof before, one: (typeof before)[number]) =>
    list.some(({ repository, version }) => repository === one.repository && version === one.version);
  const changed = [
    ...before.filter((mark) => !isIn(after, mark)),
    ...after.filter((mark) => !isIn(before, mark)),
  ];
  return changed
    .filter(({ repository }) => !subject.repositories.some((own) => isSameRepository(own, repository)))
    .map(({ repository }) => repository);
}

function strangeObjects(then: readonly Manifest[], now: readonly Manifest[], subject: Subject): string[] {
  const keyOf = ({ kind, name }: Manifest) => `${kind} ${name}`;
  const isStrange = (manifest: Manifest) => manifest.name !== '' && !isOwnObject(manifest, subject);
  const strange = [...then, ...now].filter(isStrange);
  const textOf = (manifests: readonly Manifest[], key: string) =>
    manifests
      .filter((manifest) => keyOf(manifest) === key)
      .map(({ text }) => text.trim())
      .join('\n');
  // A file of one object is what the change is about; a release of Helm may be called otherwise than its workload.
  if (then.length <= 1 && now.length <= 1) return [];
  return strange.map(keyOf).filter((key) => textOf(then, key) !== textOf(now, key));
}
