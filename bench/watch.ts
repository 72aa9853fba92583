import { parseArgs } from 'node:util';
import { type Bench, type Figure, percentile } from './figure.ts';
import type { Measurement, SideName } from './watch/measurement.ts';
import { type BenchServer, runClient, runLimit, startServer } from './watch/processes.ts';

const events = 20_000;
const modes = ['watch', 'watch_paged'] as const;
const names = [
  'peak_rss_mb',
  'sync_ms',
  'heap_per_pod_kb',
  'longest_block_ms',
  'events_per_s',
  'cpu_us_per_event',
] as const satisfies readonly (keyof Measurement)[];

type Mode = (typeof modes)[number];

interface Round {
  readonly shipmate: Readonly<Record<Mode, Measurement>>;
  /** It knows one way to list: what it does is the same against a server with streamed lists and without. */
  readonly stock: Measurement;
  readonly limit: { readonly first: number; readonly last: number };
}

/**
 * Shipmate's watcher and the stock informer, each in a process of its own, on one server with the same pods and one
 * burst of events. Three rounds in alternating order; each figure is the median. `ratio` is always value / peer:
 * below 1 is better for costs (memory, time), above 1 for rates.
 */
export const benchWatch: Bench = async (print, args) => {
  const options = { pods: { type: 'string', multiple: true }, runs: { type: 'string' } } as const;
  const { pods = ['5000', '20000'], runs = '3' } = parseArgs({ args: [...args], options }).values;
  const server = startServer();
  try {
    for (const size of pods.map(Number)) {
      const rounds: Round[] = [];
      while (rounds.length < Number(runs)) {
        rounds.push(await runRound(server, size, rounds.length % 2 === 0 ? 'shipmate' : 'stock'));
      }
      for (const figure of figuresOf(rounds)) print({ ...figure, pods: size, runs: rounds.length });
    }
  } finally {
    server.stop();
  }
};

async function runRound(server: BenchServer, pods: number, first: SideName): Promise<Round> {
  const run = async (side: SideName, isPaged: boolean) => {
    const url = await server.makePods(pods, isPaged);
    return await runClient({ side, url, pods, events }, () => server.burst(events));
  };
  const runShipmate = async () => ({
    watch: await run('shipmate', false),
    watch_paged: await run('shipmate', true),
  });
  const firstLimit = await runLimit(events);
  const earlier = first === 'stock' ? await run('stock', false) : undefined;
  const shipmate = await runShipmate();
  const stock = earlier ?? (await run('stock', false));
  return { shipmate, stock, limit: { first: firstLimit, last: await runLimit(events) } };
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const compared = (figure: string, value: number[], peer: number[]): Figure => {
    const [own, other] = [median(value), median(peer)];
    return { figure, value: own, peer: other, ratio: Math.round((own / other) * 1_000) / 1_000 };
  };
  return modes.flatMap((mode) => [
    ...names.map((name) =>
      compared(
        `${mode}.${name}`,
        rounds.map(({ shipmate }) => shipmate[mode][name]),
        rounds.map(({ stock }) => stock[name]),
      ),
    ),
    // Measured before and after a round: how far the ratio is from 1 is how steady the machine was.
    compared(
      `${mode}.json_parse_limit_events_per_s`,
      rounds.map(({ limit }) => limit.first),
      rounds.map(({ limit }) => limit.last),
    ),
  ]);
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
