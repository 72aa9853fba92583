import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';
import { createCommits } from '../../../src/app/commits.ts';
import { createRecords, type Records } from '../../../src/app/delivery/records.ts';
import type { MessageRecord, Store } from '../../../src/ports.ts';
import { cardSubject } from '../../adapters/store/sample-card.ts';

const subject = cardSubject('a');
const posted: MessageRecord = {
  subject,
  slot: 'card',
  channel: 'C1',
  ts: '1.0',
  shownHash: 'before',
  status: 'posted',
  priority: 1,
  changes: 5,
  priorityAt: 5,
  dirtySince: 10,
};

/** What is written down of an answer of Slack, when something else was written since the question. */
describe('what came meanwhile', () => {
  let store: Store;
  let records: Records;

  beforeEach(async () => {
    store = await openStore({ path: ':memory:', clock: { now: () => 0 } });
    onTestFinished(() => store.close());
    records = createRecords(createCommits(store, { now: () => 0 }));
    await store.saveMessage(posted);
  });

  const stored = (slot = 'card') => store.message(subject, slot);

  it('lets a root be replaced once, however many replies find it gone', async () => {
    await store.saveMessage({ ...posted, ts: '2.0' });

    await records.replace(posted, '1.0', 20);

    expect(await stored()).toMatchObject({ status: 'posted', ts: '2.0', shownHash: 'before' });
  });

  it('lets a message that was moved stay where it is, whatever was still edited in its old place', async () => {
    const moved: MessageRecord = { ...posted, channel: 'C2', ts: '2.0' };
    await store.saveMessage(moved);
    const edited = { channel: 'C1', ts: '1.0' };

    await records.shown(posted, { ...edited, hash: 'after', seen: 5, at: 20, edited });

    expect(await stored()).toEqual(moved);
  });

  it('lets a message be posted that was moved while nothing was to be sent in its old place', async () => {
    const { ts: _ts, shownHash: _hash, ...unposted } = posted;
    await store.saveMessage({ ...unposted, channel: 'C2', status: 'unposted' });

    await records.nothingToSend(posted);

    expect(await stored()).toMatchObject({ channel: 'C2', status: 'unposted', dirtySince: 10 });
  });

  it('leaves no record of what never was in Slack and says nothing', async () => {
    const { ts: _ts, shownHash: _hash, ...rest } = posted;
    const unposted: MessageRecord = { ...rest, status: 'unposted' };
    await store.saveMessage(unposted);

    await records.nothingToSend(unposted);

    expect(await stored()).toBeUndefined();
  });

  it.each([
    ['may be in Slack', { status: 'posting' }],
    ['has changed since', { changes: 6 }],
    ['stands for a file that was refused', { failure: 'file_uploads_disabled' }],
  ] as const)('keeps the record of a message that says nothing but %s', async (_what, but) => {
    const { ts: _ts, shownHash: _hash, ...rest } = posted;
    const read: MessageRecord = { ...rest, status: 'unposted', ...but };
    await store.saveMessage(read);

    await records.nothingToSend({ ...read, changes: 5 });

    expect(await stored()).toMatchObject({ slot: 'card' });
  });

  it('is tried when what was before it is refused for good', async () => {
    await store.saveMessage({ ...posted, changes: 6 });

    const isBroken = await records.broken(posted, 'invalid_blocks');

    expect(isBroken).toBe(false);

    expect(await stored()).toMatchObject({ status: 'posted', changes: 6, dirtySince: 10 });
  });

  it.each([
    ['is given up while its root is', 'broken', 'broken'],
    ['goes on when its root does', 'unposted', 'posted'],
  ] as const)('a reply %s', async (_what, root, reply) => {
    await store.saveMessage({ ...posted, status: root });
    await store.saveMessage({ ...posted, slot: 'notice' });

    await records.brokenWithRoot({ subject, slot: 'notice' }, 'card');

    expect((await stored('notice'))?.status).toBe(reply);
  });
});
