import { createHash } from 'node:crypto';
import { type Cluster, timestamp } from '../../cluster.ts';
import { gitRepositories } from '../../resources.ts';
import type { GitRepository } from './flux-model.ts';
import type { Commit, Git } from './git.ts';
import { startReconciler } from './reconciler.ts';

/** `main@sha1:…`, as https://fluxcd.io/flux/components/source/gitrepositories/#artifact has it. */
export function revisionOf({ branch }: Git, { sha }: Commit): string {
  return `${branch}@sha1:${sha}`;
}

/** Fetches the repository at its interval, or when asked to, and says what it found. */
export function startSourceController(cluster: Cluster, git: Git): void {
  startReconciler<GitRepository>(cluster, {
    resource: gitRepositories,
    controller: 'source-controller',
    progress: () => 'building artifact',
    act({ status }) {
      const head = git.head();
      if (head === undefined) return { reason: 'Succeeded', message: 'nothing was pushed yet' };
      const revision = revisionOf(git, head);
      const digest = `sha256:${createHash('sha256').update(revision).digest('hex')}`;
      const isNew = status?.artifact?.revision !== revision;
      return {
        reason: 'Succeeded',
        message: `stored artifact for revision '${revision}'`,
        status: isNew ? { artifact: { revision, digest, lastUpdateTime: timestamp(cluster.now()) } } : {},
      };
    },
  });
}
