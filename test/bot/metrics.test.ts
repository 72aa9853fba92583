import { describe, expect, it } from 'vitest';
import { type Dialogue, startDialogue } from './dialogue.ts';

async function metric(world: Dialogue, name: string, watch: string): Promise<number> {
  const text = await (await fetch(`${world.bot.url}/metrics`)).text();
  const line = text
    .split('\n')
    .find((each) => each.startsWith(`${name}{cluster="sandbox",watch="${watch}"}`));
  return Number(line?.split(' ').at(-1) ?? Number.NaN);
}

describe('what an operator sees of the watches', () => {
  it('is what they know, since when they are silent, and how often they began anew', async () => {
    const world = await startDialogue();

    const [pods, rollouts, silent, restarts] = await Promise.all([
      metric(world, 'shipmate_watch_objects', 'pods'),
      metric(world, 'shipmate_watch_objects', 'rollouts'),
      metric(world, 'shipmate_watch_silent_seconds', 'pods'),
      metric(world, 'shipmate_watch_restarts_total', 'pods'),
    ]);
    world.kubernetes.faults.dropWatches();

    expect({ pods, rollouts, restarts }).toEqual({ pods: 3, rollouts: 0, restarts: 0 });
    expect(silent).toBeGreaterThanOrEqual(0);
    expect(silent).toBeLessThan(60);
    await expect.poll(() => metric(world, 'shipmate_watch_restarts_total', 'pods')).toBeGreaterThan(0);
  });
});
