import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import { revision } from '../../domain/release/story.ts';

/** Ada confirmed an undo of v43 to v42, and nobody has been asked for it yet. */
export const accepted: RollbackRun = {
  offerId: 'offer-1',
  by: { userId: 'U1', name: 'Ada' },
  target: revision(42),
  targetLabel: 'v42',
  way: { kind: 'undo' },
  requestedAt: 3000,
  status: 'approved',
};
