import { describe, expect, it } from 'vitest';
import { createFetchLogs } from '../../src/app/fetch-logs.ts';
import { putCard } from '../../src/app/put-card.ts';
import type { LogResult } from '../../src/domain/log/log.ts';
import { crash, look, onlyRollout, openCard } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';

const log: LogResult = { kind: 'log', tail: { lines: ['fatal'], isPrevious: true, isCut: false } };
const card = () => openCard(look(43, { problems: [crash({ pods: 3 })] }));

describe('createFetchLogs', () => {
  it('fetches one log for a problem, however often the card changes meanwhile', async () => {
    const { desk, store } = await openDesk();
    await putCard(store, desk, { before: undefined, after: card(), now: 0 });
    let reads = 0;
    const fetchLogs = createFetchLogs(desk, () => ({
      readLog: async () => {
        reads += 1;
        return log;
      },
    }));

    fetchLogs.fetchFor(card());
    fetchLogs.fetchFor(card());
    await fetchLogs.whenIdle();
    const stored = (await store.card('card-1')) ?? expect.fail('the card is gone');

    expect(reads).toBe(1);
    expect(onlyRollout(stored).problems[0]?.log).toEqual(log);
  });

  it('says in place of the log that it could not be read', async () => {
    const { desk, store } = await openDesk();
    await putCard(store, desk, { before: undefined, after: card(), now: 0 });
    const fetchLogs = createFetchLogs(desk, () => ({ readLog: () => Promise.reject(new Error('reset')) }));

    fetchLogs.fetchFor(card());
    await fetchLogs.whenIdle();
    const stored = (await store.card('card-1')) ?? expect.fail('the card is gone');

    expect(onlyRollout(stored).problems[0]?.log).toMatchObject({ kind: 'none' });
  });

  it('survives a store that fails', async () => {
    const { desk, store, errors } = await openDesk();
    const transaction = () => Promise.reject(new Error('disk full'));
    const fetchLogs = createFetchLogs({ ...desk, store: { ...store, transaction } }, () => ({
      readLog: async () => log,
    }));

    fetchLogs.fetchFor(card());
    await fetchLogs.whenIdle();

    expect(errors).toEqual(['a log could not be stored']);
  });
});
