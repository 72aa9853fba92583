import { describe, expect, it } from 'vitest';
import type { Answer, Store } from '../../../src/ports.ts';

const answer: Answer = {
  id: 'answer-1',
  channel: 'C0PAYMENTS',
  user: 'U0MEI',
  threadTs: '1700000000.000100',
  message: { text: 'You are in team search.', blocks: [{ type: 'divider' }] },
  at: 100,
};

export function answerContract(store: () => Store): void {
  describe('answers', () => {
    it('keeps an answer as it is until it may be forgotten', async () => {
      await store().saveAnswer(answer);
      const kept = await store().answer('answer-1');

      await store().forgetAnswer('answer-1');

      expect(kept).toEqual(answer);
      expect(await store().answer('answer-1')).toBeUndefined();
    });

    it('takes the same answer once: what was said first stands', async () => {
      await store().saveAnswer(answer);

      await store().saveAnswer({ ...answer, user: 'U0ADA' });

      expect(await store().answer('answer-1')).toEqual(answer);
    });
  });
}
