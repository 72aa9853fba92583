import type { Build } from '../build/build.ts';
import type { ContainerImage } from '../rollout/snapshot.ts';
import type { Correlation } from './card.ts';
import { parseImageReference } from './version.ts';

/** What a rollout brings that a build may have made. */
export interface RolloutOrigin {
  readonly images: readonly ContainerImage[];
  /** The application's commit, by annotation or label. */
  readonly commit?: string;
}

const shortestCommit = 7;

/** How a build and a rollout belong together: by digest, else by image reference, else by commit. */
export function correlate(build: Build, origin: RolloutOrigin): Correlation | undefined {
  const built = build.image === undefined ? undefined : parseImageReference(build.image);
  for (const { image } of origin.images) {
    const { digest } = parseImageReference(image);
    if (digest !== undefined && digest === built?.digest) return 'digest';
  }
  // A digest on one side only is compared by what both sides name.
  const named = withoutDigest(build.image);
  if (named !== undefined && origin.images.some(({ image }) => withoutDigest(image) === named))
    return 'image';
  return sameCommit(build.commit, origin) ? 'commit' : undefined;
}

/** `repository:tag`; undefined without a tag, because a repository alone says nothing of a version. */
function withoutDigest(image: string | undefined): string | undefined {
  if (image === undefined) return undefined;
  const { repository, tag } = parseImageReference(image);
  return tag === undefined ? undefined : `${repository}:${tag}`;
}

function sameCommit(commit: string | undefined, origin: RolloutOrigin): boolean {
  if (commit === undefined || commit.length < shortestCommit) return false;
  if (origin.commit !== undefined && isSameCommit(commit, origin.commit)) return true;
  // Tags such as `main-8f3c2d1` carry the commit, short or whole.
  return origin.images.some(({ image }) =>
    (parseImageReference(image).tag ?? '').split(/[^0-9a-f]+/).some((part) => isSameCommit(commit, part)),
  );
}

export function isSameCommit(left: string, right: string): boolean {
  const length = Math.min(left.length, right.length);
  return length >= shortestCommit && left.slice(0, length) === right.slice(0, length);
}
