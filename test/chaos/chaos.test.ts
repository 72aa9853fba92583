import { describe, expect, it } from 'vitest';
import { hasPostgres } from '../postgres/database.ts';
import { readArguments } from './arguments.ts';
import { runPatiently } from './patient-run.ts';
import type { RunResult } from './play/play-run.ts';
import { failureText, planRequest } from './report.ts';

const withinMs = 300_000;

/** A database that is restarted does not get faster with the time of a run. */
const onSqlite = ['--scale', '20'];
const onPostgres = ['--engine', 'postgres', '--scale', '10'];

/** Fast enough for every change; `npm run chaos` plays hundreds with 50 rollouts each. */
function request(words: readonly string[]) {
  const asked = readArguments(['--rollouts', '10', ...words]);
  if (asked.kind !== 'chaos') throw new Error('these words are not understood');
  return asked.request;
}

/** A run that went well. Throws everything that somebody needs who looks for what went wrong. */
async function play(seed: number, words: readonly string[]): Promise<RunResult> {
  const chaos = request(words);
  const plan = planRequest(chaos, seed);
  const result = await runPatiently({ plan, scale: chaos.scale }, AbortSignal.timeout(withinMs));
  if (result.findings.length > 0) throw new Error(failureText({ kind: 'played', seed, result }, chaos));
  return result;
}

async function expectTold(seed: number, words: readonly string[]): Promise<void> {
  const { owed } = await play(seed, words);

  expect(owed).toBeGreaterThan(0);
}

describe.concurrent('whatever fails and whoever is killed, people are told what happened, once', () => {
  it.each([101, 103])('seed %i', (seed) => expectTold(seed, onSqlite), withinMs);

  it(
    'seed 114, with storms',
    async () => {
      const { owed, storms } = await play(114, onSqlite);

      expect(owed).toBeGreaterThan(0);
      expect(storms).toBeGreaterThan(0);
    },
    withinMs,
  );

  it.skipIf(!hasPostgres)(
    'seed 104, with PostgreSQL that restarts',
    () => expectTold(104, onPostgres),
    withinMs,
  );

  it.skipIf(!hasPostgres)(
    'seed 110, with two replicas and PostgreSQL that restarts',
    () => expectTold(110, [...onPostgres, '--bots', '2']),
    withinMs,
  );
});
