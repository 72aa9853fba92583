import { describe, expect, it } from 'vitest';
import { nextWrite } from '../sandbox/kubernetes/harness.ts';
import { people } from './dialogue.ts';
import { button, type FluxWorld, fetched, hourMs, suspended, undone, withBadV42 } from './flux.ts';

const until = 'is suspended until';
const healthy = ['olled back by @Ada', '3 of 3 pods on v41'] as const;
const missing = 'patch kustomizations.kustomize.toolkit.fluxcd.io in namespace flux-system';

const suspendedFor = 'shipmate.dev/suspended-for';

async function marks(flux: Pick<FluxWorld, 'owner'>): Promise<readonly string[]> {
  const { annotations = {} } = (await flux.owner()).metadata;
  return Object.keys(annotations).filter((key) => key.startsWith('shipmate.dev/'));
}

describe('the button Resume Flux now', () => {
  it('lets whoever may roll back end it, after a question', async () => {
    const { world, card, ...flux } = await withBadV42();
    await world.rollBack(people.ada, card, button);
    const held = await world.card(...healthy, until);
    world.kubernetes.flux.git.revert();

    await world.answer(people.linus, held, 'Resume Flux now');
    const resumed = await world.card('was resumed by @Linus');
    await flux.twoTurns();

    expect(world.slack.describeMessage(resumed)).not.toContain('[ Resume Flux now ]');
    expect(await flux.isSuspended()).toBe(false);
    expect(await flux.image()).toContain(':v41');
    expect(flux.writes()).toEqual([suspended, undone, fetched, suspended]);
  }, 30_000);

  it('is refused to others, who are told who may', async () => {
    const { world, card, ...flux } = await withBadV42();
    await world.rollBack(people.ada, card, button);
    const held = await world.card(...healthy, until);

    await world.answer(people.mei, held, 'Resume Flux now');

    expect(await world.told(people.mei, 'Rolling back payments-api in prod needs')).toContain('payments');
    expect(await flux.isSuspended()).toBe(true);
  });

  it('does nothing a second time', async () => {
    const { world, card, ...flux } = await withBadV42();
    await world.rollBack(people.ada, card, button);
    const held = await world.card(...healthy, until);
    world.kubernetes.flux.git.revert();
    await world.answer(people.linus, held, 'Resume Flux now');
    await world.card('was resumed by @Linus');

    await world.answer(people.ada, held, 'Resume Flux now');

    expect(await world.told(people.ada, 'Flux is not suspended by this rollback any more')).toBeDefined();
    expect(flux.writes()).toEqual([suspended, undone, fetched, suspended]);
  });
});

describe('a restart', () => {
  it('during the suspension: Flux resumes when its time is over, once', async () => {
    const { world, card, ...flux } = await withBadV42();
    await world.rollBack(people.ada, card, button);
    await world.card(...healthy, until);
    world.kubernetes.flux.git.revert();

    await world.stopBot();
    await world.startBot();
    const meanwhile = await flux.isSuspended();
    flux.pass(hourMs);
    const resumed = await world.card('has resumed');

    expect(meanwhile).toBe(true);
    expect(resumed.ts).toBe(card.ts);
    expect(await flux.isSuspended()).toBe(false);
    expect(flux.writes()).toEqual([suspended, undone, fetched, suspended]);
  }, 30_000);

  it('after it was over: Flux resumes then', async () => {
    const { world, card, ...flux } = await withBadV42();
    await world.rollBack(people.ada, card, button);
    await world.card(...healthy, until);
    world.kubernetes.flux.git.revert();
    await world.stopBot();
    flux.pass(hourMs);
    await flux.twoTurns();
    const meanwhile = await flux.isSuspended();

    await world.startBot();
    await world.card('has resumed');

    expect(meanwhile).toBe(true);
    expect(await flux.isSuspended()).toBe(false);
    expect(await marks(flux)).toEqual([]);
  }, 30_000);

  it('killed between the suspension and the undo: it goes on, and suspends no second time', async () => {
    const { world, card, ...flux } = await withBadV42({ isBotApart: true });
    const held = nextWrite(world.kubernetes, ({ object }) => {
      return object.kind === 'Kustomization' && (object.spec as { suspend?: boolean }).suspend === true;
    });
    await world.rollBack(people.ada, card, button);
    await held;
    await world.killBot();
    const meanwhile = flux.writes().filter((each) => each === undone);

    await world.startBot();
    await world.card(...healthy, until);

    expect(meanwhile).toEqual([]);
    expect(flux.writes().filter((each) => each === undone)).toHaveLength(1);
    expect(flux.writes().filter((each) => each.startsWith('kustomizations'))).toHaveLength(1);
    expect(await flux.isSuspended()).toBe(true);
  }, 120_000);
});

describe('a bot that is killed once the workload goes back', () => {
  it('tells of the suspension after its restart, and acts no second time', async () => {
    const { world, card, ...flux } = await withBadV42({ isBotApart: true });
    const undoing = flux.whenAsked('v41');
    await world.rollBack(people.ada, card, button);
    await undoing;

    await world.killBot();
    await world.startBot();
    await world.card(...healthy, until, 'Automatic releases to prod wait until');

    expect(flux.writes().filter((each) => each.startsWith('kustomizations'))).toHaveLength(1);
    expect(flux.writes().filter((each) => each.startsWith('deployments'))).toHaveLength(1);
  }, 120_000);
});

describe('what stands in the way', () => {
  it('no right to suspend Flux: the card names the rule, and nothing is changed', async () => {
    const { world, card, ...flux } = await withBadV42({
      kubernetes: {
        permissions: (verb, _, resource) => !(verb === 'patch' && resource === 'kustomizations'),
      },
    });

    await world.rollBack(people.ada, card, button);
    const failed = await world.card(`may not ${missing}`, 'Nothing was changed');

    expect(world.slack.describeMessage(failed)).not.toContain(until);
    expect(await flux.isSuspended()).toBe(false);
    expect(flux.writes()).toEqual(['kustomizations/apps 403']);
  });

  it('no right to undo: Flux resumes at once, and nothing remains', async () => {
    const { world, card, ...flux } = await withBadV42({
      kubernetes: { permissions: (verb, _, resource) => !(verb === 'patch' && resource === 'deployments') },
    });

    await world.rollBack(people.ada, card, button);
    await world.card('may not patch deployments.apps in namespace prod');

    expect(await flux.isSuspended()).toBe(false);
    expect(await marks(flux)).toEqual([]);
    expect(flux.writes()).toEqual([suspended, 'deployments/payments-api 403', suspended]);
  });

  it('the right to resume is taken away: said on the card and to operators, and tried until it is there', async () => {
    let mayPatch = true;
    const { world, card, ...flux } = await withBadV42({
      kubernetes: {
        permissions: (verb, _, resource) => mayPatch || !(verb === 'patch' && resource === 'kustomizations'),
      },
    });
    await world.rollBack(people.ada, card, button);
    await world.card(...healthy, until);
    world.kubernetes.flux.git.revert();

    mayPatch = false;
    flux.pass(hourMs);
    const stuck = await world.card('is still suspended, although it should not be', missing);
    const called = await world.saw('is still suspended', 'flux resume kustomization apps -n flux-system');
    const operators = await world.slack.waitFor(() =>
      world.slack
        .messages('#releases')
        .map((each) => world.slack.describeMessage(each))
        .find((each) => each.includes('stays suspended after a rollback')),
    );
    mayPatch = true;
    await world.card('has resumed');

    expect(stuck.ts).toBe(card.ts);
    expect(called).toBeDefined();
    expect(operators).toContain('flux resume kustomization apps -n flux-system');
    expect(world.logged).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'Flux stays suspended: a right is missing' }),
    );
    expect(await flux.isSuspended()).toBe(false);
  }, 120_000);

  it('git says that Flux is not suspended: it would end a suspension by itself, so there is no button', async () => {
    const { world, card, release } = await withBadV42({ owner: 'HelmRelease' });

    await release({ version: 'v43', behaviour: 'crashing' }, { suspend: false });
    const next = await world.card('v43 is failing in prod', 'Managed by Flux (HelmRelease payments-api)');

    expect(next.ts).not.toBe(card.ts);
    expect(world.slack.describeMessage(next)).not.toContain('Suspend Flux');
  }, 30_000);

  it('somebody else has suspended Flux: it is left so, and the card says so', async () => {
    const { world, card, ...flux } = await withBadV42();
    await flux.patchOwner({ spec: { suspend: true } });

    await world.rollBack(people.ada, card, button);
    const done = await world.card(...healthy, 'was suspended already by somebody else');
    flux.pass(hourMs);
    await flux.twoTurns();

    expect(world.slack.describeMessage(done)).not.toContain('[ Resume Flux now ]');
    expect(await flux.isSuspended()).toBe(true);
    expect(flux.writes()).toEqual([undone]);
  }, 30_000);

  it('somebody resumes Flux in the cluster: the card says so, and that the bad version is back', async () => {
    const { world, card, ...flux } = await withBadV42();
    await world.rollBack(people.ada, card, button);
    await world.card(...healthy, until);

    await flux.patchOwner({ spec: { suspend: false }, metadata: { annotations: { [suspendedFor]: null } } });
    const resumed = await world.card('was resumed in the cluster', 'It has brought v42 back');

    expect(resumed.ts).toBe(card.ts);
    expect(flux.writes()).toEqual([suspended, undone]);
  }, 30_000);
});

describe('before the time is over', () => {
  it('the thread is told once what will happen', async () => {
    const { world, card, pass } = await withBadV42();
    await world.rollBack(people.ada, card, button);
    await world.card(...healthy, until);

    pass(hourMs - 9 * 60_000);
    const reminder = await world.saw('resumes', 'has not changed since', 'v42 comes back to prod');

    expect(reminder.text).toContain('which has not changed since');
    const thread = world.slack
      .thread('#team-payments', card.ts)
      .map((each) => world.slack.describeMessage(each));
    expect(thread.filter((each) => each.includes('comes back to prod'))).toHaveLength(1);
  }, 30_000);
});

describe('a HelmRelease', () => {
  it('is suspended for its Deployment, and resumes', async () => {
    const { world, card, ...flux } = await withBadV42({ owner: 'HelmRelease' });

    await world.rollBack(people.ada, card, button);
    await world.card(...healthy, 'Flux (HelmRelease prod/payments-api) is suspended until');
    flux.pass(hourMs);
    const resumed = await world.card('Flux (HelmRelease prod/payments-api) has resumed');
    await flux.twoTurns();

    expect(resumed.ts).toBe(card.ts);
    // Without drift detection Flux applies a release again only when it changes.
    expect(await flux.image()).toContain(':v41');
    expect(flux.writes()).toEqual(['helmreleases/payments-api 200', undone, 'helmreleases/payments-api 200']);
  }, 30_000);

  it('is told of in the question', async () => {
    const { world, card } = await withBadV42({ owner: 'HelmRelease' });

    await world.press(people.ada, card, button);
    await world.slack.waitFor(() => world.slack.views(people.ada).length > 0);
    const [modal] = world.slack.views(people.ada);

    expect(JSON.stringify(modal)).toContain('Flux is suspended for 1 h');
  });
});
