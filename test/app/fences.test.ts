import { describe, expect, it } from 'vitest';
import { createFencedChat } from '../../src/app/fenced-chat.ts';
import { createFencedStore } from '../../src/app/fenced-store.ts';
import { TransientError } from '../../src/errors.ts';
import type { Chat, Store } from '../../src/ports.ts';
import { openDesk } from './open-desk.ts';

const noLeader = new TransientError('not_leading', 'Another replica leads by now.');

describe('a fenced store', () => {
  it('writes while it leads, and nothing afterwards', async () => {
    const { store } = await openDesk();
    let isLeading = true;
    const confirm = async () => {
      if (!isLeading) throw noLeader;
    };
    const fenced = createFencedStore(store, { confirm });
    const write = (revision: number) =>
      fenced.transaction((session) => session.saveWorkload({ workload: 'prod/a', uid: 'u', revision }));

    await write(1);
    isLeading = false;

    await expect(write(2)).rejects.toBe(noLeader);
    expect((await fenced.workload('prod/a'))?.revision).toBe(1);
  });
});

describe('what a former leader asks of the store itself', () => {
  it.each<[string, (store: Store) => Promise<unknown>]>([
    ['a sighting', (store) => store.saveSighting('sandbox', 1)],
    ['workloads that are there', (store) => store.seeWorkloads(['prod/a'], 1)],
    ['a mark', (store) => store.markDirty({ ...line, channel: '#a', priority: 0, at: 0 })],
    ['a round of tidying', (store) => store.prune('history', { before: 1, limit: 1 })],
  ])('%s is not written', async (_what, write) => {
    const { store } = await openDesk();
    const fenced = createFencedStore(store, { confirm: () => Promise.reject(noLeader) });

    await expect(write(fenced)).rejects.toBe(noLeader);
    expect(await store.sightings()).toEqual(new Map());
    expect(await store.message(line.subject, line.slot)).toBeUndefined();
  });
});

const line = { subject: { kind: 'operator', id: 'x' }, slot: 'line' } as const;

describe('a fenced chat', () => {
  const refused = async (): Promise<never> => expect.fail('it was sent');
  const chat: Chat = {
    post: refused,
    update: refused,
    findPosted: async () => undefined,
    stageFile: refused,
    shareFile: refused,
    isFileShared: async () => false,
    publishView: refused,
    postEphemeral: refused,
    openView: refused,
    updateView: refused,
    respond: refused,
  };
  const message = { text: 'x', blocks: [] };

  it.each([
    ['post', (fenced: Chat) => fenced.post({ channel: 'C1', key: 'k', message })],
    ['update', (fenced: Chat) => fenced.update({ channel: 'C1', ts: '1', key: 'k', message })],
    ['share', (fenced: Chat) => fenced.shareFile({ channel: 'C1', threadTs: '1', fileId: 'F', title: 't' })],
    ['publish', (fenced: Chat) => fenced.publishView({ user: 'U1', view: {} })],
    ['answer', (fenced: Chat) => fenced.postEphemeral({ channel: 'C1', user: 'U1', message })],
  ])('does not %s for who leads no more, and says that it was not done', async (_, call) => {
    const failure = await call(createFencedChat(chat, () => false)).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(TransientError);
    expect(failure).toMatchObject({ code: 'not_leading', outcome: 'not-done' });
  });

  it('looks for what was sent, whoever leads', async () => {
    const fenced = createFencedChat(chat, () => false);

    expect(await fenced.findPosted({ channel: 'C1', key: 'k', since: 0 })).toBeUndefined();
  });

  it('passes on what a leader sends', async () => {
    const sent: string[] = [];
    const fenced = createFencedChat({ ...chat, update: async ({ ts }) => void sent.push(ts) }, () => true);

    await fenced.update({ channel: 'C1', ts: '1.2', key: 'k', message });

    expect(sent).toEqual(['1.2']);
  });
});
