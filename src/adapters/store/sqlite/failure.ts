import { TransientError } from '../../../errors.ts';

/**
 * What passes when somebody makes room on the disk, gives the memory back, or lets go of a lock: the disk's errors are
 * among them, because one that is a network away has them when it is cut off. https://www.sqlite.org/rescode.html
 */
const passing: ReadonlyMap<number, string> = new Map([
  [5, 'another process keeps it locked'],
  [6, 'it is locked'],
  [7, 'there is no memory left'],
  [10, 'the disk does not answer as it should'],
  [13, 'the disk is full'],
  [14, 'a file beside it cannot be opened'],
]);

/** What the app is told: a TransientError, unless the failure is a defect or the app's own. What failed was not done. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const because = passing.get(error.errcode & 0xff);
  if (because === undefined) return error;
  return new TransientError('store_unavailable', `The store cannot be used now: ${because}.`, {
    cause: error,
  });
}
