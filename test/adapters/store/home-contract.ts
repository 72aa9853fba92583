import { describe, expect, it } from 'vitest';
import type { Home } from '../../../src/domain/home/home.ts';
import type { Store } from '../../../src/ports.ts';
import { sampleCard } from './sample-card.ts';

const home = (userId: string, openedAt = 1): Home => ({ userId, teams: ['payments'], openedAt });
const tab = (id: string) => ({ subject: { kind: 'home', id }, slot: 'tab' }) as const;

export function homeContract(store: () => Store): void {
  describe('homes', () => {
    it('are one a person, the last', async () => {
      await store().homes.saveHome(home('U0ADA'));
      await store().homes.saveHome({ ...home('U0ADA', 2), timeZone: 'Europe/Berlin' });

      expect(await store().homes.home('U0ADA')).toEqual({ ...home('U0ADA', 2), timeZone: 'Europe/Berlin' });
      expect(await store().homes.home('U0MEI')).toBeUndefined();
    });

    it('list cards that are followed and those opened since, newest first, each once', async () => {
      const index = (following: readonly string[]) => ({ following, offerIds: [] });
      await store().saveCard(sampleCard('old', { openedAt: 1 }), index([]));
      await store().saveCard(sampleCard('followed', { openedAt: 2 }), index(['eu/prod/a', 'eu/prod/b']));
      await store().saveCard(sampleCard('new', { openedAt: 100 }), index(['eu/prod/c']));
      await store().saveCard(sampleCard('newer', { openedAt: 101 }), index([]));

      const ids = (await store().homes.overviewCards(100)).map(({ id }) => id);

      expect(ids).toEqual(['newer', 'new', 'followed']);
    });

    it('go with their messages when nobody has opened them for long', async () => {
      for (const id of ['U0ADA', 'U0MEI']) {
        await store().homes.saveHome(home(id));
        await store().markDirty({ ...tab(id), channel: id, priority: 1, at: 1 });
      }
      for (const [id, shownAt] of [
        ['U0ADA', 10],
        ['U0MEI', 100],
      ] as const) {
        const { dirtySince: _, ...record } =
          (await store().message(tab(id).subject, 'tab')) ?? expect.fail('no message');
        await store().saveMessage({ ...record, status: 'posted', ts: 'hash', shownAt });
      }

      await store().prune('messages', { before: 50, limit: 10 });

      expect(await store().homes.home('U0ADA')).toBeUndefined();
      expect(await store().homes.home('U0MEI')).toBeDefined();
    });
  });
}
