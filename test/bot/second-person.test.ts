import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/schema.ts';
import { button, patches, startCrashing } from './crashing.ts';
import { people, startDialogue } from './dialogue.ts';

const protectedProd = (config: Config): Config => ({
  ...config,
  environments: [{ name: 'prod', protected: true, secondPerson: true }],
});

const start = () => startCrashing({ configure: protectedProd });
/** Ada asks; the card waits for somebody else. */
async function asked() {
  const { world, card } = await start();
  await world.rollBack(people.ada, card, button);
  const waiting = await world.card('@Ada wants to roll back prod to v41', 'needs a second person');
  return { world, card: waiting };
}

describe('where a second person is needed', () => {
  it('nothing is done until somebody else agrees', async () => {
    const { world, card } = await asked();
    const before = patches(world).length;

    await world.answer(people.linus, card, 'Approve');
    const done = await world.card('olled back by @Ada', 'approved by @Linus', '3 of 3 pods on v41');
    const replies = () =>
      world.slack.thread('#team-payments', card.ts).map((reply) => world.slack.describeMessage(reply));
    await world.slack.waitFor(() =>
      replies().some((text) => text.includes('@Linus agreed to the rollback that @Ada asked for')),
    );
    await world.slack.waitFor(() => replies().some((text) => text.startsWith('Rolled back by @Ada')));

    expect(replies().filter((text) => text.startsWith('Rolled back by'))).toHaveLength(1);
    expect(replies().join('\n').split('(prod to v41)')).toHaveLength(2);
    expect(before).toBe(0);
    expect(patches(world)).toHaveLength(1);
    expect(done.ts).toBe(card.ts);
  });

  it('the owners are called to the thread, once', async () => {
    const { world, card } = await asked();

    const calls = () =>
      world.slack
        .thread('#team-payments', card.ts)
        .map((reply) => world.slack.describeMessage(reply))
        .filter((text) => text.includes('wants to roll back') && text.includes('@payments'));
    await world.slack.waitFor(() => calls().length > 0);

    expect(calls()).toHaveLength(1);
  });

  it('whoever asked cannot agree with themselves', async () => {
    const { world, card } = await asked();

    await world.answer(people.ada, card, 'Approve');

    expect(await world.told(people.ada, 'asked for this rollback yourself')).toBeDefined();
    expect(patches(world)).toEqual([]);
  });

  it('nor can somebody who may not', async () => {
    const { world, card } = await asked();

    await world.answer(people.mei, card, 'Approve');

    expect(await world.told(people.mei, 'Approving a rollback of payments-api in prod needs')).toBeDefined();
    expect(patches(world)).toEqual([]);
  });

  it('a no ends it, and it may be asked for again', async () => {
    const { world, card } = await asked();

    await world.press(people.linus, card, 'Decline');
    const declined = await world.card('@Linus said no to the rollback that @Ada asked for', `[ ${button} ]`);

    expect(declined.ts).toBe(card.ts);
    expect(patches(world)).toEqual([]);
  });

  it('two who agree at once act once', async () => {
    const { world, card } = await asked();

    await Promise.all([
      world.answer(people.linus, card, 'Approve'),
      world.answer(people.grace, card, 'Approve'),
    ]);
    await world.card('olled back by @Ada', '3 of 3 pods on v41');

    expect(patches(world)).toHaveLength(1);
  });

  it('a restart in between goes on waiting, and then acts once', async () => {
    const { world, card } = await asked();
    await world.stopBot();
    await world.startBot();

    await world.answer(people.linus, card, 'Approve');
    await world.card('olled back by @Ada', 'approved by @Linus');

    expect(patches(world)).toHaveLength(1);
  });

  it('an agreement is void once a newer version runs', async () => {
    const { world, card } = await asked();
    await world.deploy({ version: 'v43', behaviour: 'good' });
    await world.card('v43 is live in prod');

    await world.answer(people.linus, card, 'Approve');

    expect(await world.told(people.linus, 'nobody agreed')).toBeDefined();
    expect(
      await world.card('Nobody agreed to the rollback that @Ada asked for before v43 came'),
    ).toBeDefined();
    expect(patches(world)).toEqual([]);
  });
});

describe('breaking the glass', () => {
  const glass = { actionId: 'break-glass', value: ['break-glass'] };

  async function opened() {
    const { world, card } = await start();
    await world.press(people.ada, card, button);
    await world.slack.waitFor(() => world.slack.views(people.ada).length > 0);
    return { world, card };
  }

  it('takes a reason', async () => {
    const { world } = await opened();

    await world.slack.as(people.ada).submit({ 'break-glass': glass.value });

    expect(world.slack.views(people.ada)).toHaveLength(1);
    expect(patches(world)).toEqual([]);
  });

  it('acts at once, is shown, and calls the owners with the reason', async () => {
    const { world, card } = await opened();

    await world.slack.as(people.ada).submit({ 'break-glass': glass.value, reason: 'captures are lost' });
    const done = await world.card('olled back by @Ada', 'without a second person', 'captures are lost');
    const called = () =>
      world.slack
        .thread('#team-payments', card.ts)
        .map((reply) => world.slack.describeMessage(reply))
        .filter((text) => text.includes('@payments') && text.includes('captures are lost'));
    await world.slack.waitFor(() => called().length > 0);

    expect(done.ts).toBe(card.ts);
    expect(patches(world)).toHaveLength(1);
    expect(called()).toHaveLength(1);
  });
});

describe('choosing another version', () => {
  it('shows what that one changes, and goes there', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'good' });
    await world.card('v42 is live in prod');
    await world.deploy({ version: 'v43', behaviour: 'crashing' });
    const card = await world.card('[ Roll back to v42 ]');
    await world.press(people.ada, card, 'Roll back to v42');
    await world.slack.waitFor(() => world.slack.views(people.ada).length > 0);
    const text = () => world.slack.describeView(world.slack.views(people.ada)[0] ?? expect.fail('no dialog'));
    const [view] = world.slack.views(people.ada);
    const options = JSON.stringify(view?.definition);
    const v41 =
      /"text":"(v41 · healthy[^"]*)"/.exec(options)?.[1] ?? expect.fail(`v41 is not offered: ${options}`);

    await world.slack.as(people.ada).select({ actionId: 'rollback.choose-target' }, v41);
    await world.slack.waitFor(() => text().includes('payments-api v43 → v41'));
    await world.slack.as(people.ada).submit();

    expect(await world.card('olled back by @Ada', '3 of 3 pods on v41')).toBeDefined();
    expect(patches(world)).toHaveLength(1);
  });
});
