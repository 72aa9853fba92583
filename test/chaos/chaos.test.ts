import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';
import { runPatiently } from './patient-run.ts';
import { failureText, planRequest } from './report.ts';

/** Fast enough for every change; `npm run chaos` plays hundreds with 50 rollouts each. */
const words = ['--rollouts', '10', '--scale', '20'];
const withinMs = 300_000;

function request() {
  const asked = readArguments(words);
  if (asked.kind !== 'chaos') throw new Error('these words are not understood');
  return asked.request;
}

/** Of a run that went well: what was owed in it. Else everything that somebody needs who looks for what went wrong. */
async function play(seed: number): Promise<number | string> {
  const chaos = request();
  const plan = planRequest(chaos, seed);
  const result = await runPatiently({ plan, scale: chaos.scale }, AbortSignal.timeout(withinMs));
  return result.findings.length === 0 ? result.owed : failureText({ kind: 'played', seed, result }, chaos);
}

describe.concurrent('whatever fails and whoever is killed, people are told what happened, once', () => {
  it.each([101, 102, 103])(
    'seed %i',
    async (seed) => {
      const owed = await play(seed);

      expect(owed).toEqual(expect.any(Number));
      expect(owed).toBeGreaterThan(0);
    },
    withinMs,
  );
});
