import { describe, expect, it } from 'vitest';
import { button, patches, startCrashing } from './crashing.ts';
import { people } from './dialogue.ts';

describe('who may roll back', () => {
  it('the owning team', async () => {
    const { world, card } = await startCrashing();

    await world.rollBack(people.linus, card, button);

    expect(await world.card('olled back by @Linus', '3 of 3 pods on v41')).toBeDefined();
  });

  it('a team that may roll back any service', async () => {
    const { world, card } = await startCrashing();

    await world.rollBack(people.grace, card, button);

    expect(await world.card('olled back by @Grace', '3 of 3 pods on v41')).toBeDefined();
  });

  it('nobody else, who is told who may, and the cluster is left alone', async () => {
    const { world, card } = await startCrashing();

    await world.press(people.mei, card, button);
    const answer = await world.told(people.mei, 'payments');

    expect(answer).toContain('sre');
    expect(world.slack.views(people.mei)).toEqual([]);
    expect(patches(world)).toEqual([]);
  });

  it('nobody while Slack does not say who it is', async () => {
    const { world, card } = await startCrashing();
    world.slack.faults.next({ method: 'users.info', status: 500, times: 5 });

    await world.press(people.ada, card, button);

    expect(await world.told(people.ada, 'Slack')).toBeDefined();
    expect(patches(world)).toEqual([]);
  });
});

describe('one click acts once', () => {
  it('when two people confirm', async () => {
    const { world, card } = await startCrashing();

    await world.press(people.ada, card, button);
    await world.press(people.linus, card, button);
    await world.slack.waitFor(
      () => world.slack.views(people.linus).length > 0 && world.slack.views(people.ada).length > 0,
    );
    await world.slack.as(people.ada).submit();
    await world.slack.as(people.linus).submit();
    await world.card('olled back by @Ada', '3 of 3 pods on v41');

    expect(patches(world)).toHaveLength(1);
    expect(world.slack.describeView(world.slack.views(people.linus)[0] ?? expect.fail())).toContain('Ada');
  });

  it('when the signed request is sent again, byte for byte', async () => {
    const { world, card } = await startCrashing();
    await world.press(people.ada, card, button);
    await world.slack.waitFor(() => world.slack.views(people.ada).length > 0);

    const delivery = await world.slack.as(people.ada).submit();
    const replayed = await world.slack.as(people.ada).replay(delivery);
    await world.card('olled back by @Ada', '3 of 3 pods on v41');

    expect(replayed.status).toBe(200);
    expect(patches(world)).toHaveLength(1);
  });

  it('when the button is pressed again later', async () => {
    const { world, card } = await startCrashing();
    await world.rollBack(people.ada, card, button);
    await world.card('olled back by @Ada', '3 of 3 pods on v41');

    await world.press(people.linus, card, button);

    expect(await world.told(people.linus, 'rolled this back')).toContain('Ada');
    expect(patches(world)).toHaveLength(1);
  });
});

describe('a stale button', () => {
  it('does nothing when a newer version came', async () => {
    const { world, card } = await startCrashing();
    await world.deploy({ version: 'v43', behaviour: 'good' });
    await world.card('v43 is live in prod');

    await world.press(people.ada, card, button);

    expect(await world.told(people.ada, 'v42')).toBeDefined();
    expect(patches(world)).toEqual([]);
  });

  it('does nothing when it was never given out', async () => {
    const { world, card } = await startCrashing();
    const forged = JSON.parse(JSON.stringify(card.blocks), (key, value) =>
      key === 'value' ? 'forged' : value,
    );

    await world.press(people.ada, { ...card, blocks: forged }, button);

    expect(await world.told(people.ada, '')).toBeDefined();
    expect(patches(world)).toEqual([]);
  });
});
