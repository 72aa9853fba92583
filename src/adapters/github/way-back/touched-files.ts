import type { Commit } from '../schema.ts';

/** A file as a commit touched it. One that was moved is two: it is gone here and new there. */
export interface TouchedFile {
  readonly path: string;
  readonly isNew: boolean;
  readonly isGone: boolean;
  /** Its content after the commit; null when it is gone. */
  readonly blob: string | null;
  /** Absent of what is too large to be shown, and of what was moved. */
  readonly patch?: string;
}

export function touchedFiles({ files }: Pick<Commit, 'files'>): readonly TouchedFile[] {
  return files.flatMap(({ filename: path, status, previous_filename: former, patch, sha }): TouchedFile[] => {
    const blob = sha ?? null;
    if (status === 'renamed' && former !== undefined) {
      return [
        { path, isNew: true, isGone: false, blob },
        { path: former, isNew: false, isGone: true, blob: null },
      ];
    }
    const isNew = status === 'added' || status === 'copied';
    const isGone = status === 'removed';
    return [{ path, isNew, isGone, blob: isGone ? null : blob, ...(patch === undefined ? {} : { patch }) }];
  });
}
