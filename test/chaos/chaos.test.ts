import { describe, expect, it } from 'vitest';
import { commandFor, readArguments } from './arguments.ts';
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

describe.concurrent('whatever fails and whoever is killed, people are told what happened, once', () => {
  it.each([101, 102, 103])(
    'seed %i',
    async (seed) => {
      const chaos = request();

      const result = await runPatiently(
        { plan: planRequest(chaos, seed), scale: chaos.scale },
        AbortSignal.timeout(withinMs),
      );

      expect(result.findings, failureText({ kind: 'played', seed, result }, chaos)).toEqual([]);
      expect(result.owed, `nothing was owed: ${commandFor(chaos, seed)}`).toBeGreaterThan(0);
    },
    withinMs,
  );
});
