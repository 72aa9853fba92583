import { parseArgs } from 'node:util';
import { startReplica } from './failover/replicas.ts';
import { playRound, type RoundResult } from './failover/round.ts';
import { workloads } from './failover/services.ts';
import { openSite, type Site } from './failover/site.ts';
import { watchFailures } from './failover/watch-failures.ts';
import { countDuplicates, watchSlack } from './failover/watch-slack.ts';
import type { Bench, Figure } from './figure.ts';

/** What Shipmate promises of a leader that was killed: it is led again, and what fails is told again. */
const boundMs = 10_000;
/** Of one that is told to stop: it is not to finish what the next one does as well. */
const handoverBoundMs = 5_000;

/**
 * Two replicas on one PostgreSQL with 300 workloads. The leader is killed while rollouts go on, `--rounds N` times, and
 * told to stop as often. `--round-trip-ms N`: how far the database is away. Fails when a bound is not kept.
 */
export const benchFailover: Bench = async (print, args) => {
  const options = {
    rounds: { type: 'string', default: '3' },
    'round-trip-ms': { type: 'string', default: '2' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const roundTripMs = Number(values['round-trip-ms']);
  const site = await openSite(roundTripMs);
  try {
    const results = await playRounds(site, Number(values.rounds));
    const figures = figuresOf(results, countDuplicates(site.slack));
    const circumstances = { workloads, round_trip_ms: roundTripMs };
    for (const figure of figures) print({ ...figure, ...circumstances });
    const broken = figures.filter(({ value, bound }) => bound !== undefined && value > Number(bound));
    const names = broken.map(({ figure }) => figure);
    if (names.length > 0) throw new Error(`not within the bound: ${names.join(', ')}`);
  } finally {
    await site.close();
  }
};

interface Results {
  readonly killed: readonly RoundResult[];
  readonly handedOver: readonly RoundResult[];
}

async function playRounds(site: Site, rounds: number): Promise<Results> {
  const crashedAt = watchFailures(site.kubernetes);
  const shown = watchSlack(site.slack);
  let leader = await startReplica(site.configuration);
  const results: RoundResult[] = [];
  try {
    await leader.untilLeading();
    await site.untilSeen();
    for (let round = 0; round < 2 * rounds; round += 1) {
      const signal = round < rounds ? 'SIGKILL' : 'SIGTERM';
      const result = await playRound({ site, shown, crashedAt, leader, round, signal });
      ({ leader } = result);
      results.push(result);
    }
  } finally {
    await leader.close();
  }
  return { killed: results.slice(0, rounds), handedOver: results.slice(rounds) };
}

function figuresOf({ killed, handedOver }: Results, duplicates: number): readonly Figure[] {
  const all = [...killed, ...handedOver];
  const missing = all.flatMap((round) => round.missing);
  for (const release of missing) process.stderr.write(`not shown: ${JSON.stringify(release)}\n`);
  return [
    worst(
      'failover.takeover_ms',
      killed.map(({ takeoverMs }) => takeoverMs),
      boundMs,
    ),
    worst(
      'failover.first_verdict_ms',
      killed.map(({ firstVerdictMs }) => firstVerdictMs),
      boundMs,
    ),
    worst(
      'failover.longest_unshown_ms',
      killed.map(({ longestUnshownMs }) => longestUnshownMs),
    ),
    worst(
      'failover.handover_ms',
      handedOver.map(({ takeoverMs }) => takeoverMs),
      handoverBoundMs,
    ),
    worst(
      'failover.handover_first_verdict_ms',
      handedOver.map(({ firstVerdictMs }) => firstVerdictMs),
      boundMs,
    ),
    { figure: 'failover.missing_verdicts', value: missing.length, bound: 0, rounds: all.length },
    { figure: 'failover.duplicate_messages', value: duplicates, bound: 0, rounds: all.length },
  ];
}

function worst(figure: string, values: readonly number[], bound?: number): Figure {
  return {
    figure,
    value: Math.round(Math.max(...values)),
    best: Math.round(Math.min(...values)),
    rounds: values.length,
    ...(bound === undefined ? {} : { bound }),
  };
}
