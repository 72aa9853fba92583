import { TransientError } from '../errors.ts';
import type { WayBackExecutor } from '../ports.ts';

/**
 * An executor for whoever leads: once this replica cannot be sure of it any more, the steps that are left are the next
 * leader's.
 */
export function createFencedExecutor(executor: WayBackExecutor, isLeading: () => boolean): WayBackExecutor {
  const confirmLead = () => {
    if (!isLeading()) throw new TransientError('not_leading', 'Another replica may go on with this by now.');
  };
  return { carryOut: (request) => executor.carryOut({ ...request, confirmLead }) };
}
