import type { WayBackRequest } from '../../../ports.ts';
import type { ReadableRepository } from '../repository.ts';
import { findChange } from './find-change.ts';
import { touchedFiles } from './touched-files.ts';

type Revert = Extract<WayBackRequest['way'], { kind: 'revert' }>;

/**
 * Whether a commit does what a revert of its parent would do, and nothing else. Whoever may push can put another commit
 * in place of ours, and it is ours that was confirmed.
 */
export async function isOwnCommit(
  repository: ReadableRepository,
  sha: string,
  { request, way }: { readonly request: WayBackRequest; readonly way: Revert },
): Promise<boolean> {
  const commit = await repository.commit(sha);
  const [parent, ...others] = commit.parents;
  if (parent === undefined || others.length > 0) return false;
  const finding = await findChange({ ...repository, head: async () => parent.sha }, request, way);
  if (finding.kind !== 'found') return false;
  const wanted = new Map(finding.change.files.map((file) => [file.path, file.sha]));
  const written = touchedFiles(commit);
  return written.length === wanted.size && written.every(({ path, blob }) => wanted.get(path) === blob);
}
