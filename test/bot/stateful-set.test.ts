import { describe, expect, it } from 'vitest';
import { deletePod, labels, runningV41 } from './by-hand.ts';
import { type Dialogue, startDialogue } from './dialogue.ts';

const ledger = { kind: 'StatefulSet', name: 'ledger', labels, replicas: 3 } as const;

function startLedger(v41: object = {}): Promise<Dialogue> {
  return startDialogue({ patience: 0.1, before: runningV41({ ...ledger, ...v41 }) });
}

describe('a StatefulSet', () => {
  it('is replaced pod by pod, the highest ordinal first, until it is live', async () => {
    const world = await startLedger();

    await world.deploy({ ...ledger, version: 'v42', behaviour: 'good' });
    await world.saw('ledger v42 → prod', '1 of 3 pods on v42', 'of v41 still serve');
    await world.card('v42 is live in prod', '3 of 3 pods on v42');

    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('that crashes stops at its first pod, says why and who still serves, and offers the way back', async () => {
    const world = await startLedger();

    await world.deploy({ ...ledger, version: 'v42', behaviour: 'crashing' });
    await world.saw('v42 is failing in prod', 'ledger exits with code 1, an error of its own (1 pod of v42');

    expect(
      await world.card(
        '2 pods of v41 still serve traffic.',
        'DB_POOL_SIZE must be a number',
        '[ Roll back to v41 ]',
      ),
    ).toBeDefined();
  });

  it('is done as far as its partition lets it, and goes on on the same card when that is lowered', async () => {
    const world = await startLedger();

    await world.deploy({ ...ledger, version: 'v42', behaviour: 'good', partition: 2 });
    const partial = await world.card('v42 in prod: partition complete', 'The partition keeps 2 pods on v41.');
    await world.deploy({ ...ledger, version: 'v42', behaviour: 'good', partition: 0 });
    const live = await world.card('v42 is live in prod', '3 of 3 pods on v42');

    expect(live.ts).toBe(partial.ts);
    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('with OnDelete waits for somebody to delete its pods', async () => {
    const updateStrategy = 'OnDelete' as const;
    const world = await startLedger({ updateStrategy });

    await world.deploy({ ...ledger, version: 'v42', behaviour: 'good', updateStrategy });
    await world.card(
      'waiting for manual pod deletion',
      '3 old pods are replaced only when somebody deletes them',
    );
    for (const ordinal of [0, 1, 2]) {
      await deletePod(world, `ledger-${ordinal}`);
      await world.saw(`${ordinal + 1} of 3 pods on v42`);
    }

    expect(await world.card('v42 is live in prod')).toBeDefined();
  });

  it('that a pod of a bad version holds up says which pod to delete, and goes on once it is', async () => {
    const world = await startLedger();
    await world.deploy({ ...ledger, version: 'v42', behaviour: 'missing-image' });
    const bad = await world.card('The image registry.example/ledger:v42 does not exist');

    await world.deploy({ ...ledger, version: 'v43', behaviour: 'good' });
    const blocked = await world.card(
      'Pod ledger-2 of another version',
      'Try: kubectl delete pod ledger-2 -n prod.',
    );
    await deletePod(world, 'ledger-2');
    const freed = await world.saw('v43 → prod', 'waits for it before it goes on with v43. Recovered.');
    const live = await world.card('v43 is live in prod', '3 of 3 pods on v43');

    expect(freed.ts).toBe(blocked.ts);
    expect(live.ts).toBe(blocked.ts);
    expect(
      world.slack.describeMessage(await world.card('v42 failed and was superseded in prod by v43')),
    ).toContain('does not exist');
    expect(blocked.ts).not.toBe(bad.ts);
  });
});
