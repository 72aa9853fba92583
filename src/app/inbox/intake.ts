import { TransientError } from '../../errors.ts';
import type { Arrival, Claim } from '../../ports.ts';
import type { GroupCommit } from './group-commit.ts';

/** Resolves once the arrival is stored: false when its key is known. Rejects when it is not stored. */
export type Intake = (arrival: Arrival) => Promise<boolean>;

/** Of bodies that wait for the store. Whoever comes on top is told to come again. */
const mostCharacters = 32 * 1024 * 1024;

/** Stores arrivals in the order in which they came, in a memory that they cannot make larger. */
export function createIntake(groupCommit: GroupCommit, claim: () => Claim): Intake {
  let characters = 0;

  return async (arrival) => {
    const { length } = arrival.body;
    if (characters + length > mostCharacters) {
      throw new TransientError('inbox-full', 'More comes in than can be stored; it is to be sent again.');
    }
    characters += length;
    try {
      return await groupCommit(({ inbox }) => inbox.receive(arrival, claim()));
    } finally {
      characters -= length;
    }
  };
}
