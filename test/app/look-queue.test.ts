import { describe, expect, it } from 'vitest';
import { createLookQueue, type Look } from '../../src/app/look-queue.ts';
import { createSerial } from '../../src/app/serial.ts';
import type { WorkloadObservation } from '../../src/domain/rollout/observation.ts';
import { counts, crash, look } from '../domain/release/story.ts';

const lookAt = (
  number: number,
  overrides: Partial<WorkloadObservation> = {},
  rest: Partial<Look> = {},
): Look => ({ seen: look(number, overrides), isBaseline: false, service: 'payments-api', ...rest });

/** Which looks are applied, when all of them come while the first is under way. */
async function applied(...looks: readonly Look[]): Promise<readonly Look[]> {
  const queue = createLookQueue(createSerial());
  const gate = Promise.withResolvers<void>();
  const seen: Look[] = [];
  const apply = async (each: Look) => {
    seen.push(each);
    await gate.promise;
  };
  const first = queue.run(lookAt(1), apply);
  await Promise.resolve();

  const others = looks.map((each) => queue.run(each, apply));
  gate.resolve();
  await Promise.all([first, ...others]);

  return seen.slice(1);
}

describe('looks that wait for their turn', () => {
  it('give way to a newer look at the same rollout', async () => {
    const looks = [1, 2, 3].map((pods) => lookAt(43, { counts: counts(pods) }));

    expect(await applied(...looks)).toEqual([looks[2]]);
  });

  it('are kept where the newer one does not say what they say', async () => {
    const crashing = lookAt(43, { problems: [crash()] });
    const calm = lookAt(43);
    const complete = lookAt(43, { phase: 'complete' });

    expect(await applied(crashing, calm)).toEqual([crashing, calm]);
    expect(await applied(complete, calm)).toEqual([complete, calm]);
    expect(await applied(calm, complete)).toEqual([complete]);
    expect(await applied(calm, crashing)).toEqual([crashing]);
  });

  it.each<[string, Look]>([
    ['another revision', lookAt(44)],
    ['another workload of the same name', lookAt(43, { uid: 'deployment-2' })],
    ['another service', lookAt(43, {}, { service: 'payments' })],
    ['the baseline', lookAt(43, {}, { isBaseline: true })],
  ])('are kept beside a look at %s', async (_what, other) => {
    const own = lookAt(43);

    expect(await applied(own, other)).toHaveLength(2);
  });

  it('share the outcome of their turn', async () => {
    const queue = createLookQueue(createSerial());
    const fail = () => Promise.reject(new Error('the disk is full'));

    const outcomes = await Promise.allSettled([queue.run(lookAt(43), fail), queue.run(lookAt(43), fail)]);

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
