import { parseImageReference, versionLabel } from '../src/domain/release/version.ts';
import type { ContainerImage } from '../src/domain/rollout/snapshot.ts';
import { containerName, imageName, versionName } from './names.ts';

const mostShown = 6;

/** What a return to another revision changes, container by container: `payments-api v43 → v42`. */
export function imageChanges(
  from: readonly ContainerImage[],
  to: readonly ContainerImage[],
): readonly string[] {
  const names = [...new Set([...from, ...to].map(({ name }) => name))];
  const changes = names.flatMap((name) => {
    const before = from.find((each) => each.name === name)?.image;
    const after = to.find((each) => each.name === name)?.image;
    return before === after ? [] : [`${containerName(name)} ${change(before, after)}`];
  });
  const rest = changes.length - mostShown;
  return rest > 0 ? [...changes.slice(0, mostShown), `${rest} more`] : changes;
}

function change(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return `is added (${versionName(versionLabel(after ?? ''))})`;
  if (after === undefined) return 'is removed';
  const isSamePlace = parseImageReference(before).repository === parseImageReference(after).repository;
  const labels = [versionLabel(before), versionLabel(after)] as const;
  // The same tag twice, or another registry: only the whole reference tells what changes.
  if (!isSamePlace || labels[0] === labels[1]) return `${imageName(before)} → ${imageName(after)}`;
  return `${versionName(labels[0])} → ${versionName(labels[1])}`;
}
