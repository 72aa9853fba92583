import { describe, expect, it } from 'vitest';
import { labels, runningV41 } from './by-hand.ts';
import { type Dialogue, startDialogue } from './dialogue.ts';

const agent = { kind: 'DaemonSet', name: 'agent', labels } as const;

function startAgent(): Promise<Dialogue> {
  return startDialogue({ before: runningV41(agent) });
}

describe('a DaemonSet', () => {
  it('goes from node to node until it is live on all of them', async () => {
    const world = await startAgent();

    await world.deploy({ ...agent, version: 'v42', behaviour: 'good' });
    await world.saw('agent v42 → prod', '1 of 2 pods on v42');
    await world.card('v42 is live in prod', '2 of 2 pods on v42');

    expect(world.slack.messages('#team-payments')).toHaveLength(1);
  });

  it('that crashes stops at the first node, says why, and is left by going back', async () => {
    const world = await startAgent();

    await world.deploy({ ...agent, version: 'v42', behaviour: 'crashing' });
    const bad = await world.saw(
      'v42 is failing in prod',
      '1 pod of v41 still serves traffic.',
      'agent exits with code 1, an error of its own (1 pod of v42',
      '[ Roll back to v41 ]',
    );
    await world.deploy({ ...agent, version: 'v41', behaviour: 'good' });
    const left = await world.card('v42 failed and was left in prod: somebody went back to v41');

    expect(left.ts).toBe(bad.ts);
    expect(await world.card('v41 is live in prod', '2 of 2 pods on v41')).toBeDefined();
  });
});
