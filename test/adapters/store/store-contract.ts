import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../../src/ports.ts';
import { answerContract } from './answer-contract.ts';
import { attachmentContract } from './attachment-contract.ts';
import { auditContract } from './audit-contract.ts';
import { cardContract } from './card-contract.ts';
import { homeContract } from './home-contract.ts';
import { inboxContract } from './inbox-contract.ts';
import { inboxRecordContract } from './inbox-record-contract.ts';
import { lockContract } from './lock-contract.ts';
import { messageContract } from './message-contract.ts';
import { quietContract } from './quiet-contract.ts';
import { recordContract } from './record-contract.ts';
import { retentionContract } from './retention-contract.ts';
import { transactionContract } from './transaction-contract.ts';

/** What every engine must do. `open` gives an empty store. */
export function storeContract(engine: string, open: () => Promise<Store>): void {
  describe(`store on ${engine}`, () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });

    afterEach(() => store.close());

    cardContract(() => store);
    messageContract(() => store);
    answerContract(() => store);
    attachmentContract(() => store);
    recordContract(() => store);
    inboxContract(() => store);
    inboxRecordContract(() => store);
    quietContract(() => store);
    transactionContract(() => store);
    retentionContract(() => store);
    auditContract(() => store);
    lockContract(() => store);
    homeContract(() => store);
  });
}
