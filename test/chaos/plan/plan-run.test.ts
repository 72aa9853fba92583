import { describe, expect, it } from 'vitest';
import { planRun } from './plan-run.ts';
import { createRandom } from './random.ts';
import { scheduleLines } from './schedule.ts';

const request = { seed: 7, rollouts: 50, bots: 1, hasDatabaseServer: false };
const seeds = Array.from({ length: 50 }, (_, index) => index + 1);
const plans = seeds.map((seed) => planRun({ ...request, seed }));
const acts = plans.flatMap(({ stories }) => stories.flatMap((story) => story.acts));

describe('chance', () => {
  it('is the same for the same seed, and another for another', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.between(0, 1_000_000));
    };

    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('is even enough', () => {
    const random = createRandom(3);
    const drawn = Array.from({ length: 10_000 }, () => random.between(1, 10));

    for (let value = 1; value <= 10; value += 1) {
      expect(Math.abs(drawn.filter((each) => each === value).length - 1_000)).toBeLessThan(150);
    }
  });

  it('shuffles without losing anything', () => {
    const of = Array.from({ length: 30 }, (_, index) => index);

    const shuffled = createRandom(5).shuffled(of);

    expect(shuffled).not.toEqual(of);
    expect(shuffled.toSorted((left, right) => left - right)).toEqual(of);
  });
});

describe('a plan', () => {
  it('is the same for the same seed, down to its words', () => {
    expect(planRun(request)).toEqual(planRun(request));
    expect(scheduleLines(planRun(request))).toEqual(scheduleLines(planRun(request)));
  });

  it('differs with the seed in what is deployed, what fails and what is killed', () => {
    const [one, other] = [planRun(request), planRun({ ...request, seed: 8 })];

    expect(other.stories).not.toEqual(one.stories);
    expect(other.slack).not.toEqual(one.slack);
    expect(other.cluster).not.toEqual(one.cluster);
    expect(other.kills).not.toEqual(one.kills);
  });

  it('deploys the same whether there is a database to restart or not', () => {
    const other = planRun({ ...request, hasDatabaseServer: true });

    expect(other.databaseRestarts.length).toBeGreaterThan(0);
    expect({ ...other, databaseRestarts: [] }).toEqual(planRun(request));
  });

  it.each(plans)('of seed $seed has as many rollouts as were asked for, and kills', ({ stories, kills }) => {
    expect(stories.flatMap((story) => story.acts)).toHaveLength(50);
    expect(kills.length).toBeGreaterThan(0);
  });

  it.each(plans)('of seed $seed can be played', ({ stories }) => {
    for (const { acts: own, isThereBefore } of stories) {
      const versions = own.map(({ version }) => version);
      const goesBack = own.findIndex(({ ending }) => ending === 'clicked' || ending === 'undone');
      const before = own.slice(0, Math.max(0, goesBack)).map(({ ending }) => ending);

      expect(new Set(versions).size).toBe(versions.length);
      expect(own.at(-1)?.ending).not.toBe('superseded');
      if (goesBack !== -1)
        expect(isThereBefore || before.includes('live') || before.includes('mended')).toBe(true);
    }
  });

  it.each(plans)('of seed $seed leaves Slack time to take up what it takes up late', ({ slack }) => {
    for (const { what, delayMs } of slack) if (what === 'late') expect(delayMs).toBeLessThan(4_000);
  });

  it.each(plans)(
    'of seed $seed has storms if three divides it, in one channel or two',
    ({ seed, ...plan }) => {
      const crowded = new Set(plan.stories.map(({ channel }) => channel));
      const isStormy = plan.storms !== undefined;

      expect(isStormy).toBe(seed % 3 === 0);
      expect(crowded.size <= 2).toBe(isStormy);
      expect(scheduleLines({ seed, ...plan })[0]?.startsWith('storms: more than ')).toBe(isStormy);
    },
  );

  it('with storms leaves time in which one begins, ends, and begins again', () => {
    for (const { storms, peaceAtMs } of plans) {
      expect(3 * (storms?.withinMs ?? 0)).toBeLessThan(peaceAtMs);
      expect(storms?.problems ?? 1).toBeGreaterThan(0);
    }
  });

  it('comes to every ending, moment and trouble sooner or later', () => {
    const all = <T>(of: (plan: (typeof plans)[number]) => readonly T[]) => new Set(plans.flatMap(of));

    expect(new Set(acts.map(({ ending }) => ending)).size).toBe(7);
    expect(new Set(acts.map(({ behaviour }) => behaviour)).size).toBeGreaterThanOrEqual(13);
    expect(all(({ slack }) => slack.map(({ what }) => what)).size).toBe(8);
    expect(all(({ cluster }) => cluster.map(({ what }) => what)).size).toBe(12);
    expect(all(({ kills }) => kills.map(({ moment }) => moment)).size).toBe(4);
    expect(all(({ kills }) => kills.map(({ signal }) => signal)).size).toBe(2);
    expect(all(({ storms }) => (storms === undefined ? [] : [storms.problems])).size).toBe(3);
  });
});
