import { openStore } from '../../../src/adapters/store/index.ts';
import { cardSubject, sampleCard } from './sample-card.ts';

/** A second process on the same file: says after each commit what it has written, until it is killed. */
const [, , path = '', name = ''] = process.argv;
const store = await openStore({ path, clock: { now: () => Date.now() } });
for (let index = 0; ; index += 1) {
  const id = `${name}-${index}`;
  await store.transaction(async (session) => {
    await session.saveCard(sampleCard(id), { following: [], offerIds: [] });
    await session.markDirty({
      subject: cardSubject(id),
      slot: 'card',
      channel: '#x',
      priority: 2,
      at: index + 1,
    });
  });
  process.stdout.write(`${id}\n`);
}
