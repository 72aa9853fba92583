import { describe, expect, it } from 'vitest';
import type { Attachment, Store } from '../../../src/ports.ts';
import { sampleCard } from './sample-card.ts';

const attachment: Attachment = {
  cardId: 'card-1',
  slot: 'file/log-payments-api',
  filename: 'payments-api.log',
  title: 'Log of payments-api before it died',
  text: 'starting\n⚓ "quoted"\u0001\nfatal: cannot start\n',
  at: 1_700_000_000_000,
};

export function attachmentContract(store: () => Store): void {
  describe('attachments', () => {
    const saveCard = (id: string) => store().saveCard(sampleCard(id), { following: [], offerIds: [] });

    it('keeps every character of a text, by card and slot', async () => {
      await saveCard('card-1');
      await store().saveAttachment(attachment);

      const kept = await store().attachment('card-1', attachment.slot);

      expect(kept).toEqual(attachment);
      expect(await store().attachment('card-1', 'file/other')).toBeUndefined();
      expect(await store().attachment('card-2', attachment.slot)).toBeUndefined();
    });

    it('keeps a megabyte', async () => {
      await saveCard('card-1');
      const text = 'x'.repeat(1_000_000);
      await store().saveAttachment({ ...attachment, text });

      const kept = await store().attachment('card-1', attachment.slot);

      expect(kept?.text.length).toBe(text.length);
    });

    it('replaces what the slot held, and nothing else', async () => {
      await saveCard('card-1');
      await store().saveAttachment(attachment);
      await store().saveAttachment({ ...attachment, slot: 'file/other' });

      await store().saveAttachment({ ...attachment, text: 'later', at: attachment.at + 1 });

      expect(await store().attachment('card-1', attachment.slot)).toMatchObject({ text: 'later' });
      expect(await store().attachment('card-1', 'file/other')).toMatchObject({ text: attachment.text });
    });

    it('survives that its card is written again', async () => {
      await saveCard('card-1');
      await store().saveAttachment(attachment);

      await saveCard('card-1');

      expect(await store().attachment('card-1', attachment.slot)).toEqual(attachment);
    });

    it('refuses one whose card is not stored', async () => {
      const saving = store().saveAttachment(attachment);

      await expect(saving).rejects.toThrow();
    });
  });
}
