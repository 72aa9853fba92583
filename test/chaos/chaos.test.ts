import { describe, expect, it } from 'vitest';
import { hasPostgres } from '../postgres/database.ts';
import { readArguments } from './arguments.ts';
import type { Engine } from './company/database.ts';
import { runPatiently } from './patient-run.ts';
import { failureText, planRequest } from './report.ts';

/** Fast enough for every change; `npm run chaos` plays hundreds with 50 rollouts each. */
const words = ['--rollouts', '10'];
/** A database that is restarted does not get faster with the time of a run. */
const scales = { sqlite: '20', postgres: '10' } as const;
const withinMs = 300_000;

function request(engine: Engine) {
  const asked = readArguments([...words, '--engine', engine, '--scale', scales[engine]]);
  if (asked.kind !== 'chaos') throw new Error('these words are not understood');
  return asked.request;
}

/** Of a run that went well: what was owed in it. Else everything that somebody needs who looks for what went wrong. */
async function play(engine: Engine, seed: number): Promise<number | string> {
  const chaos = request(engine);
  const plan = planRequest(chaos, seed);
  const result = await runPatiently({ plan, scale: chaos.scale }, AbortSignal.timeout(withinMs));
  return result.findings.length === 0 ? result.owed : failureText({ kind: 'played', seed, result }, chaos);
}

describe.concurrent('whatever fails and whoever is killed, people are told what happened, once', () => {
  it.each([101, 102, 103])(
    'seed %i',
    async (seed) => {
      const owed = await play('sqlite', seed);

      expect(owed).toEqual(expect.any(Number));
      expect(owed).toBeGreaterThan(0);
    },
    withinMs,
  );

  it.skipIf(!hasPostgres).each([104])(
    'seed %i, with PostgreSQL that restarts',
    async (seed) => {
      const owed = await play('postgres', seed);

      expect(owed).toEqual(expect.any(Number));
      expect(owed).toBeGreaterThan(0);
    },
    withinMs,
  );
});
