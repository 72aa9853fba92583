import { describe, expect, it } from 'vitest';
import {
  button,
  nextSecond,
  payments,
  startCrashing,
  startWithArgoCd,
  untilIdle,
  writes,
} from './argo-cd.ts';
import { type Dialogue, people } from './dialogue.ts';

const lastView = async ({ slack }: Dialogue, userId: string) => {
  await slack.waitFor(() => slack.views(userId).length > 0, { what: 'the dialog' });
  return slack.describeView(slack.views(userId)[0] ?? expect.fail('no dialog'));
};

describe('the way back through Argo CD, of an Application that is synced by people', () => {
  it('returns to the entry of the last good version, and says what that means', async () => {
    const { world, argoCd } = await startCrashing();
    const card = await world.card('v42 is failing in prod', `[ ${button} ]`);
    await untilIdle(argoCd);

    await world.press(people.ada, card, button);
    const asked = await lastView(world, people.ada);
    await world.slack.as(people.ada).submit();
    const done = await world.card(
      'olled back by @Ada',
      '3 of 3 pods on v41',
      'by a rollback in Argo CD',
      '[ Unlock ]',
    );

    expect(asked).toContain('Managed by Argo CD (Application argocd/payments-api)');
    expect(asked).toContain('git stays as it is');
    expect(done.ts).toBe(card.ts);
    expect(writes(world)).toEqual(['applications/payments-api']);
    const { status } = argoCd.application('payments-api');
    expect(status?.history?.map(({ initiatedBy }) => initiatedBy.username)).toEqual([
      'admin',
      'admin',
      'shipmate',
    ]);
    expect(status?.history?.[2]?.revision).toBe(status?.history?.[0]?.revision);
  });

  it('does so where Argo CD tracks by a label, too', async () => {
    const { world } = await startCrashing(undefined, { kubernetes: { argoCd: 'tracks-by-label' } });
    const card = await world.card('v42 is failing in prod', `[ ${button} ]`);

    await world.rollBack(people.ada, card, button);

    expect(await world.card('olled back by @Ada', '3 of 3 pods on v41')).toMatchObject({ ts: card.ts });
    expect(writes(world)).toEqual(['applications/payments-api']);
  });

  it('names what was deployed since, because that goes back, too', async () => {
    const { world, argoCd } = await startCrashing();
    const card = await world.card('v42 is failing in prod', `[ ${button} ]`);
    await untilIdle(argoCd);
    await nextSecond();
    argoCd.push(
      'payments-api',
      payments('v42', { behaviour: 'crashing' }),
      payments('v1', { name: 'ledger' }),
    );
    argoCd.sync('payments-api');
    await untilIdle(argoCd);

    // The button of before the deployment.
    await world.press(people.ada, card, button);
    const refused = await world.told(people.ada, 'what that would do has changed');
    await world.press(people.ada, await world.card(`[ ${button} ]`), button);

    expect(refused).toContain('One later deployment of the Application that did not change this workload');
    expect(await lastView(world, people.ada)).toContain('One later deployment of the Application');
    expect(writes(world)).toEqual([]);
  });

  it('has no button where its history does not reach, and says so', async () => {
    const { world } = await startCrashing({ revisionHistoryLimit: 1 });

    const card = await world.card(
      'v42 is failing in prod',
      'its history holds no entry of an earlier version',
    );

    expect(world.slack.describeMessage(card)).not.toContain('[ Roll back');
  });

  it('waits while Argo CD is at it, over a restart, and acts once', async () => {
    const { world, argoCd } = await startCrashing();
    const card = await world.card('v42 is failing in prod', `[ ${button} ]`);
    await untilIdle(argoCd);
    argoCd.hold('waiting for completion of hook batch/Job/migrate');

    await world.rollBack(people.ada, card, button);
    await world.card('waits for the reconciler');
    await world.stopBot();
    await world.startBot();
    argoCd.hold(undefined);

    expect(await world.card('olled back by @Ada', '3 of 3 pods on v41')).toMatchObject({ ts: card.ts });
    expect(writes(world)).toEqual(['applications/payments-api']);
  }, 30_000);

  it('clears the way of a StatefulSet, whose pod that does not start is deleted when asked for', async () => {
    const ledger = {
      name: 'ledger',
      kind: 'StatefulSet',
      labels: { 'shipmate.dev/team': 'payments' },
    } as const;
    const { world, argoCd } = await startWithArgoCd(undefined, { besides: [payments('v1', ledger)] });
    argoCd.push('payments-api', payments('v41'), payments('v2', { ...ledger, behaviour: 'crashing' }));
    argoCd.sync('payments-api');
    const card = await world.card('ledger', '[ Roll back in Argo CD to v1 ]');

    await world.rollBack(people.ada, card, 'Roll back in Argo CD to v1');
    const done = await world.card('olled back by @Ada', '3 of 3 pods on v1');

    expect(done.ts).toBe(card.ts);
    expect(writes(world)).toEqual(['applications/payments-api', expect.stringMatching(/^pods\/ledger-/)]);
  });

  it('acts once when the API server takes the operation and never answers', async () => {
    const { world, argoCd } = await startCrashing();
    const card = await world.card('v42 is failing in prod', `[ ${button} ]`);
    await untilIdle(argoCd);
    world.kubernetes.faults.hangAfterPatch(1);

    await world.rollBack(people.ada, card, button);

    expect(await world.card('olled back by @Ada', '3 of 3 pods on v41')).toMatchObject({ ts: card.ts });
    expect(writes(world)).toEqual(['applications/payments-api']);
  }, 30_000);
});

describe('what stands in its way', () => {
  it('automated sync: no button, who manages it, and what to do', async () => {
    const { world } = await startCrashing({ automated: { selfHeal: true } });

    const card = await world.card('v42 is failing in prod', 'Managed by Argo CD (Application payments-api)');

    expect(world.slack.describeMessage(card)).toContain(
      'it syncs by itself, so it would bring back what is in git',
    );
    expect(world.slack.describeMessage(card)).not.toContain('[ Roll back');
  });

  it('an Argo CD that tracks by a label: what it would put back is no undo', async () => {
    const byLabel = { kubernetes: { argoCd: 'tracks-by-label' } } as const;
    const { world } = await startCrashing({ automated: { selfHeal: true } }, byLabel);

    const card = await world.card('v42 is failing in prod', 'Managed by Argo CD (Application payments-api)');

    expect(world.slack.describeMessage(card)).not.toContain('[ Roll back');
  });

  it('a reconciler that is switched on: the button goes, and a press of the old one is explained', async () => {
    const { world, argoCd } = await startCrashing();
    const card = await world.card('v42 is failing in prod', `[ ${button} ]`);

    argoCd.automate('payments-api', { selfHeal: true });
    await world.card('v42 is failing in prod', 'it syncs by itself');
    await world.press(people.ada, card, button);

    expect(await world.told(people.ada, 'I did not roll back. Managed by Argo CD')).toContain(
      'Revert the commit',
    );
    expect(writes(world)).toEqual([]);
  });

  it('a reconciler that nobody has told of: refused when it is carried out, and nothing changed', async () => {
    const { world, argoCd } = await startCrashing();
    const card = await world.card('v42 is failing in prod', `[ ${button} ]`);
    await untilIdle(argoCd);
    world.kubernetes.faults.abandonWatches();
    argoCd.automate('payments-api', { selfHeal: true });

    await world.rollBack(people.ada, card, button);
    const refused = await world.card(
      'Argo CD refused: automated sync is on for Application argocd/payments-api',
    );

    expect(refused.ts).toBe(card.ts);
    expect(writes(world)).toEqual([]);
    expect(argoCd.application('payments-api').status?.history).toHaveLength(2);
  });

  it('an operation that is running: said, with who started it', async () => {
    const { world, argoCd } = await startCrashing();
    const card = await world.card('v42 is failing in prod', `[ ${button} ]`);
    await untilIdle(argoCd);
    argoCd.hold('waiting for healthy state of apps/Deployment/payments-api');
    argoCd.sync('payments-api');

    await world.rollBack(people.ada, card, button);

    expect(
      await world.card(
        'another operation is in progress for Application argocd/payments-api, started by admin',
      ),
    ).toMatchObject({ ts: card.ts });
    expect(writes(world)).toEqual([]);
  });

  it('missing rights: the card names the rule', async () => {
    const { world, argoCd } = await startCrashing(undefined, {
      kubernetes: {
        permissions: (verb, _group, resource) => verb !== 'patch' || resource !== 'applications',
      },
    });
    const card = await world.card('v42 is failing in prod', `[ ${button} ]`);
    await untilIdle(argoCd);

    await world.rollBack(people.ada, card, button);

    expect(await world.card('may not patch applications.argoproj.io in namespace argocd')).toMatchObject({
      ts: card.ts,
    });
    expect(writes(world)).toEqual([]);
  });

  it('a sync that fails: its words are on the card', async () => {
    const { world, argoCd } = await startCrashing();
    const card = await world.card('v42 is failing in prod', `[ ${button} ]`);
    await untilIdle(argoCd);
    argoCd.cutOff(true);

    await world.rollBack(people.ada, card, button);

    expect(
      await world.card(
        'Argo CD refused: ComparisonError: Failed to load target state',
        'failed to list refs',
      ),
    ).toMatchObject({ ts: card.ts });
  });

  it('an Application that is not to be seen here: said', async () => {
    const { world } = await startWithArgoCd(undefined, {
      kubernetes: { permissions: (_verb, _group, resource) => resource !== 'applications' },
    });

    await world.deploy({ version: 'v42', behaviour: 'crashing', managedBy: 'argocd' });

    expect(await world.card('v42 is failing in prod', 'I cannot see the Application')).toBeDefined();
  });
});
