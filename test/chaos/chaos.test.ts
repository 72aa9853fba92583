import { describe, expect, it } from 'vitest';
import { hasPostgres } from '../postgres/database.ts';
import { commandFor, readArguments } from './arguments.ts';
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

async function play(engine: Engine, seed: number): Promise<void> {
  const chaos = request(engine);

  const result = await runPatiently(
    { plan: planRequest(chaos, seed), scale: chaos.scale },
    AbortSignal.timeout(withinMs),
  );

  expect(result.findings, failureText({ kind: 'played', seed, result }, chaos)).toEqual([]);
  expect(result.owed, `nothing was owed: ${commandFor(chaos, seed)}`).toBeGreaterThan(0);
}

describe.concurrent('whatever fails and whoever is killed, people are told what happened, once', () => {
  it.each([101, 102, 103])('seed %i', (seed) => play('sqlite', seed), withinMs);

  it.skipIf(!hasPostgres).each([104])(
    'seed %i, with PostgreSQL that restarts',
    (seed) => play('postgres', seed),
    withinMs,
  );
});
