import { describe, expect, it } from 'vitest';
import { byHand, labels, runningV41 } from './by-hand.ts';
import { type Dialogue, startDialogue } from './dialogue.ts';

const shop = { kind: 'Rollout', name: 'shop', labels, replicas: 5 } as const;
const analysis = { analysis: 'success-rate' } as const;
const manual = { autoPromotionEnabled: false } as const;

function startShop(v41: object = {}): Promise<Dialogue> {
  return startDialogue({ before: runningV41({ ...shop, ...v41 }) });
}

/** What `kubectl argo rollouts` sends to promote, abort and retry. */
function patchStatus(world: Dialogue, status: object): Promise<void> {
  return byHand(world, 'PATCH', '/apis/argoproj.io/v1alpha1/namespaces/prod/rollouts/shop/status', {
    status,
  });
}

const promote = (world: Dialogue) => patchStatus(world, { pauseConditions: null });

describe('an Argo Rollout with a canary', () => {
  it('shows its steps and weights, says how it is promoted, and goes on once it is', async () => {
    const world = await startShop();
    const steps = [{ setWeight: 20 }, { pause: {} }, { setWeight: 60 }, analysis];

    await world.deploy({ ...shop, version: 'v42', behaviour: 'good', steps });
    await world.saw('shop v42 → prod', 'step 1 of 4 · 20 % of traffic', 'of v41 still serve traffic.');
    const paused = await world.card(
      '1 of 5 pods on v42 · step 2 of 4 · 20 % of traffic · paused',
      'Paused at step 2 of 4, 20 % of traffic. kubectl argo rollouts promote shop -n prod lets it go on.',
    );
    await promote(world);
    await world.saw('step 3 of 4 · 60 % of traffic');
    await world.saw('step 4 of 4 · 60 % of traffic', 'Analysis shop-', 'is running.');
    const live = await world.card('v42 is live in prod', '5 of 5 pods on v42');

    expect(live.ts).toBe(paused.ts);
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('says when a pause ends by itself', async () => {
    const world = await startShop();
    const steps = [{ setWeight: 20 }, { pause: { duration: '10s' } }];

    await world.deploy({ ...shop, version: 'v42', behaviour: 'good', steps });
    await world.saw('Paused at step 2 of 2, 20 % of traffic; it goes on by itself today at');

    expect(await world.card('v42 is live in prod')).toBeDefined();
  });

  it('that fails its analysis is aborted, and says by what and where the traffic is', async () => {
    const world = await startShop();
    const steps = [{ setWeight: 20 }, analysis];

    await world.deploy({ ...shop, version: 'v42', behaviour: 'erroneous', steps });
    const card = await world.card(
      'v42 failed in prod',
      '0 of 5 pods on v42 · aborted · failed',
      'pods of v41 still serve traffic.',
      'The rollout was aborted: the traffic goes to the stable version.',
      'Metric "success-rate" assessed Failed',
      'Try: correct what made it abort and deploy that; kubectl argo rollouts retry',
      '[ Roll back to v41 ]',
    );
    await world.slack.waitFor(() => world.slack.thread('#team-payments', card.ts).length === 2);

    const [, notice] = world.slack.thread('#team-payments', card.ts);
    expect(world.slack.describeMessage(notice ?? expect.fail())).toContain(
      'The rollout was aborted: the traffic goes to the stable version.',
    );
  });

  it('that cannot decide its analysis says so, and how it goes on', async () => {
    const world = await startShop();
    const steps = [{ setWeight: 20 }, analysis];

    await world.deploy({ ...shop, version: 'v42', behaviour: 'doubtful', steps });

    expect(
      await world.card(
        'paused',
        'is inconclusive: Metric "success-rate"',
        'promote shop -n prod lets it go on.',
      ),
    ).toBeDefined();
  });

  it('that was aborted begins again on the same card when it is retried', async () => {
    const world = await startShop();
    const steps = [{ setWeight: 20 }, { pause: {} }];
    await world.deploy({ ...shop, version: 'v42', behaviour: 'good', steps });
    await world.card('Paused at step 2 of 2');

    await patchStatus(world, { abort: true });
    const aborted = await world.card('v42 failed in prod', 'aborted · failed');
    await patchStatus(world, { abort: false });
    const again = await world.card('shop v42 → prod', 'Paused at step 2 of 2');
    await promote(world);
    const live = await world.card('v42 is live in prod', '5 of 5 pods on v42');

    expect(again.ts).toBe(aborted.ts);
    expect(live.ts).toBe(aborted.ts);
  });

  it('that crashes stays at its weight, with the reason and the evidence', async () => {
    const world = await startShop();
    const steps = [{ setWeight: 20 }, { pause: {} }];

    await world.deploy({ ...shop, version: 'v42', behaviour: 'crashing', steps });

    await world.saw(
      'v42 is failing in prod',
      'step 1 of 2 · 20 % of traffic · failing',
      'shop exits with code 1, an error of its own (1 pod of v42',
    );

    expect(
      await world.card(
        '4 pods of v41 still serve traffic.',
        'DB_POOL_SIZE must be a number',
        '[ Abort, back to v41 ]',
      ),
    ).toBeDefined();
  });
});

describe('an Argo Rollout that is blue-green', () => {
  it('waits before the switch, with no live traffic, until it is promoted', async () => {
    const world = await startShop({ blueGreen: manual });

    await world.deploy({ ...shop, version: 'v42', behaviour: 'good', blueGreen: manual });
    const paused = await world.card(
      '5 of 5 pods on v42 · has no live traffic yet · paused',
      '5 pods of v41 still serve traffic.',
      'Paused before the switch: the preview gets no live traffic. kubectl argo rollouts promote shop -n prod',
    );
    await promote(world);
    const live = await world.card('v42 is live in prod', '5 of 5 pods on v42');

    expect(live.ts).toBe(paused.ts);
  });

  it('says when the preview is promoted by itself', async () => {
    const blueGreen = { autoPromotionSeconds: 10 };
    const world = await startShop({ blueGreen });

    await world.deploy({ ...shop, version: 'v42', behaviour: 'good', blueGreen });
    await world.saw('the preview gets no live traffic; it goes on by itself today at');

    expect(await world.card('v42 is live in prod')).toBeDefined();
  });

  it('that crashes in the preview leaves the live version alone, and a better one goes on from there', async () => {
    const world = await startShop({ blueGreen: manual });
    await world.deploy({ ...shop, version: 'v42', behaviour: 'crashing', blueGreen: manual });
    await world.card(
      'v42 is failing in prod',
      'has no live traffic yet',
      '5 pods of v41 still serve traffic.',
    );

    await world.deploy({ ...shop, version: 'v43', behaviour: 'good', blueGreen: manual });
    await world.card('Paused before the switch', 'v43');
    await promote(world);

    expect(await world.card('v43 is live in prod')).toBeDefined();
    expect(await world.card('v42 failed and was superseded in prod by v43')).toBeDefined();
  });
});
