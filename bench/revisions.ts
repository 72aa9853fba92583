import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createDigest } from '../src/adapters/kubernetes/digest.ts';
import { createFactsReader } from '../src/adapters/kubernetes/facts-reader.ts';
import { createIntern } from '../src/adapters/kubernetes/intern.ts';
import { replicaSets } from '../src/adapters/kubernetes/resource-kind.ts';
import { createSkimmer } from '../src/adapters/kubernetes/skim-json.ts';
import type { ReplicaSetSnapshot } from '../src/domain/rollout/snapshot.ts';
import { templateChanges } from '../src/domain/rollout/template-change.ts';
import type { Bench } from './figure.ts';
import { replicaSetJson } from './revisions/replica-set.ts';

const deployments = 2_000;
const revisionsEach = 10;
const comparisons = 20_000;

/**
 * What the revisions of a large cluster cost, now that each says all that its template says: 2,000 Deployments with
 * the ten ReplicaSets that are kept by default, of which three have another configuration.
 */
export const benchRevisions: Bench = async (print) => {
  const count = deployments * revisionsEach;
  const lines = Array.from({ length: count }, (_, index) =>
    Buffer.from(replicaSetJson(Math.floor(index / revisionsEach), index % revisionsEach)),
  );
  const circumstances = { replica_sets: count, json_kb: rounded((lines[0]?.length ?? 0) / 1_024) };
  const intern = createIntern();
  const readFacts = createFactsReader(createDigest('bench'));
  const skim = createSkimmer(replicaSets.fields);
  const collect = collector();
  collect();
  const before = process.memoryUsage().heapUsed;
  const parsing = process.cpuUsage();
  const known = lines.flatMap((line) => replicaSets.project(skim(line), intern, readFacts) ?? []);
  const parsedUs = microsecondsSince(parsing);
  collect();
  const keptBytes = process.memoryUsage().heapUsed - before;
  const facts = new Set(known.map((each) => each.facts));
  const factsBytes = [...facts].reduce((sum, text) => sum + text.length, 0);

  const figure = (name: string, value: number) =>
    print({ figure: `revisions.${name}`, value: rounded(value), ...circumstances });
  figure('heap_per_replica_set_kb', keptBytes / count / 1_024);
  figure('facts_per_replica_set_kb', factsBytes / count / 1_024);
  figure('parse_us_per_replica_set', parsedUs / count);
  figure('compare_us', compareUs(known));
};

/** Neighbours in a history, most of which say the same. */
function compareUs(known: readonly ReplicaSetSnapshot[]): number {
  const comparing = process.cpuUsage();
  let differences = 0;
  for (let at = 1; at <= comparisons; at += 1) {
    const [one, other] = [known[(at - 1) % known.length], known[at % known.length]];
    differences += templateChanges(one?.facts ?? '', other?.facts ?? '').length;
  }
  if (differences === 0) throw new Error('no revision differs from another');
  return microsecondsSince(comparing) / comparisons;
}

/** Of this process, whatever else the machine does. */
function microsecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Collects garbage on demand, without a flag on the command line. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
