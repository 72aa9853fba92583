import { describe, expect, it } from 'vitest';
import { people } from './dialogue.ts';
import { button, fetched, hourMs, startFlux, suspended, undone, withBadV42 } from './flux.ts';

const until = 'is suspended until';

describe('a Kustomization with a bad version', () => {
  it('is suspended, and the workload goes back and stays there', async () => {
    const { world, card, ...flux } = await withBadV42();

    await world.rollBack(people.ada, card, button);
    const done = await world.card('olled back by @Ada', '3 of 3 pods on v41', 'with Flux suspended', until);
    await flux.twoTurns();

    expect(done.ts).toBe(card.ts);
    expect(world.slack.describeMessage(done)).toContain('revert the change in git before that');
    expect(world.slack.describeMessage(done)).toContain('[ Resume Flux now ]');
    expect(await flux.isSuspended()).toBe(true);
    expect(await flux.image()).toContain(':v41');
    expect(flux.writes()).toEqual([suspended, undone]);
  });

  it('has no button without the means, and the card says why', async () => {
    const { world, release, writes } = await startFlux({ suspendFor: 0 });

    await release({ version: 'v42', behaviour: 'crashing' });
    const card = await world.card('v42 is failing in prod', 'Managed by Flux (Kustomization apps)');

    expect(world.slack.describeMessage(card)).not.toContain('roll back to');
    expect(writes()).toEqual([]);
  });
});

describe('when the time is over', () => {
  it('Flux resumes, and brings the bad version back if git still has it', async () => {
    const { world, card, ...flux } = await withBadV42();

    await world.rollBack(people.ada, card, button);
    await world.card('olled back by @Ada', '3 of 3 pods on v41', until);
    flux.pass(hourMs);
    const resumed = await world.card('has resumed', 'It has brought v42 back');

    expect(resumed.ts).toBe(card.ts);
    expect(world.slack.describeMessage(resumed)).toContain('v42 stays marked as bad');
    expect(await flux.isSuspended()).toBe(false);
    const isNewCard = ({ ts }: { ts: string }) => ts !== card.ts;
    const again = await world.slack.waitFor(() => {
      const [newest] = world.slack.messages('#team-payments').filter(isNewCard);
      const text = newest === undefined ? '' : world.slack.describeMessage(newest);
      return text.includes(`[ ${button} ]`) ? text : undefined;
    });
    expect(again).toMatch(/v42 (is failing|failed) in prod/);
    expect(flux.writes()).toEqual([suspended, undone, fetched, suspended]);
  }, 30_000);

  it('all is quiet if the change was reverted in git meanwhile', async () => {
    const { world, card, ...flux } = await withBadV42();

    await world.rollBack(people.ada, card, button);
    await world.card('olled back by @Ada', '3 of 3 pods on v41', until);
    world.kubernetes.flux.git.revert();
    flux.pass(hourMs);
    const resumed = await world.card('has resumed');
    await flux.twoTurns();

    expect(world.slack.describeMessage(resumed)).not.toContain('brought');
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
    expect(await flux.image()).toContain(':v41');
    expect(flux.writes()).toEqual([suspended, undone, fetched, suspended]);
  }, 30_000);
});
