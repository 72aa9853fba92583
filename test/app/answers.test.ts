import { describe, expect, it } from 'vitest';
import { type AskedDeed, createAnswers } from '../../src/app/answers.ts';
import { createLocks } from '../../src/app/locks/locks.ts';
import { TransientError } from '../../src/errors.ts';
import type { Message } from '../../src/ports.ts';
import { openDesk } from './open-desk.ts';

const ada = { userId: 'U-ADA', name: 'Ada' };
const place = { service: 'payments-api', environment: 'prod' };
const to = { channel: 'C0PAYMENTS', user: ada.userId };
const said = (text: string): Message => ({ text, blocks: [] });

/** Somebody asks for a lock by a request that is to be settled. */
async function open() {
  const { desk, store } = await openDesk();
  const answers = createAnswers({ store, clock: desk.clock, ids: desk.ids, onStored: () => undefined });
  const locks = createLocks(
    desk,
    async () => ({
      permission: { isAllowed: true, rule: 'owners', as: { kind: 'owner' } },
      person: ada,
    }),
    { services: ['payments-api'], environments: ['prod'] },
  );

  const lock: AskedDeed['deed'] = async (conclude) => {
    const answer = await locks.lock({
      ...place,
      userId: ada.userId,
      until: (now) => now + 1_000,
      conclude: (session, done) => conclude(session, said(done.kind)),
    });
    return said(`after: ${answer.kind}`);
  };

  return {
    carryOut: (deed: AskedDeed['deed'], settle: AskedDeed['settle']) =>
      answers.carryOut({ to, deed, settle, sorry: (error) => said(`sorry: ${String(error)}`) }),
    lock,
    async stored() {
      const dirty = await store.dirtyMessages(9);
      const texts = await Promise.all(dirty.map(({ subject }) => store.answer(subject.id)));
      const inForce = await locks.inForce();
      return { answers: texts.map((each) => each?.message.text), locks: inForce.length };
    },
  };
}

describe('what is done, said and settled', () => {
  it('is so in one transaction', async () => {
    const world = await open();
    let settled = 0;

    await world.carryOut(world.lock, async () => {
      settled += 1;
    });

    expect(await world.stored()).toEqual({ answers: ['locked'], locks: 1 });
    expect(settled).toBe(1);
  });

  it('is not at all when the request has been settled by somebody else', async () => {
    const world = await open();
    const lost = new TransientError('claim-lost', 'overtaken');

    const carrying = world.carryOut(world.lock, () => Promise.reject(lost));

    await expect(carrying).rejects.toBe(lost);
    expect(await world.stored()).toEqual({ answers: [], locks: 0 });
  });

  it.each<[string, AskedDeed['deed'], string]>([
    ['changed nothing', async () => said('not locked'), 'not locked'],
    ['failed', () => Promise.reject(new Error('no identity')), 'sorry: Error: no identity'],
  ])('is only said and settled when the deed %s', async (_what, deed, answer) => {
    const world = await open();
    let settled = 0;

    await world.carryOut(deed, async () => {
      settled += 1;
    });

    expect(await world.stored()).toEqual({ answers: [answer], locks: 0 });
    expect(settled).toBe(1);
  });

  it('says nothing more where something else shows what was done', async () => {
    const world = await open();

    await world.carryOut(async () => undefined, undefined);

    expect((await world.stored()).answers).toEqual([]);
  });
});
