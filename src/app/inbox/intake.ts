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
      return await storeOnce(arrival);
    } finally {
      characters -= length;
    }
  };

  /**
   * A commit whose answer is lost may have been made, and then the request is processed: whoever was told of a failure
   * would believe that nothing comes of it. Its key lets it be stored again without harm.
   */
  async function storeOnce(arrival: Arrival): Promise<boolean> {
    let isNew = false;
    try {
      return await groupCommit(async ({ inbox }) => {
        isNew = await inbox.receive(arrival, claim());
        return isNew;
      });
    } catch (error) {
      if (!(error instanceof TransientError) || error.outcome !== 'unknown') throw error;
      return (await groupCommit(({ inbox }) => inbox.receive(arrival, claim()))) || isNew;
    }
  }
}
