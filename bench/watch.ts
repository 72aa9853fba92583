import { parseArgs } from 'node:util';
import type { Bench } from './figure.ts';
import { figuresOf, type Round } from './watch/figures.ts';
import type { SideName } from './watch/measurement.ts';
import { type BenchServer, runClient, runLimit, startServer } from './watch/processes.ts';

const events = 20_000;

/**
 * Shipmate's watcher (all its reflectors and the index of owners; pods only) and the stock
 * informer of @kubernetes/client-node, each in a process of its own, on one server with the same pods and the same
 * burst of events; in alternating order. Throws when either did not handle every event.
 * `--pods N` (may be repeated) and `--runs N` make it shorter or longer.
 */
export const benchWatch: Bench = async (print, args) => {
  const options = { pods: { type: 'string', multiple: true }, runs: { type: 'string' } } as const;
  const { pods = ['5000', '20000'], runs = '3' } = parseArgs({ args: [...args], options }).values;
  const server = startServer();
  try {
    for (const size of pods.map(countOf)) {
      const rounds: Round[] = [];
      while (rounds.length < countOf(runs)) {
        rounds.push(await runRound(server, size, rounds.length % 2 === 0 ? 'shipmate' : 'stock'));
      }
      for (const figure of figuresOf(rounds)) print({ ...figure, pods: size, runs: rounds.length });
    }
  } finally {
    server.stop();
  }
};

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`${text} is not a whole number above 0`);
  return count;
}

async function runRound(server: BenchServer, pods: number, first: SideName): Promise<Round> {
  const run = async (side: SideName, isPaged: boolean) => {
    const url = await server.makePods(pods, isPaged);
    return await runClient({ side, url, pods, events }, () => server.burst(events));
  };
  const firstLimit = await runLimit(events);
  const earlier = first === 'stock' ? await run('stock', false) : undefined;
  const shipmate = { watch: await run('shipmate', false), watch_paged: await run('shipmate', true) };
  const stock = earlier ?? (await run('stock', false));
  return { shipmate, stock, limit: { first: firstLimit, last: await runLimit(events) } };
}
