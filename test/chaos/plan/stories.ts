import type { Behaviour, DeployKind } from '../../../sandbox/kubernetes/index.ts';
import type { Act, Ending, Story } from './plan.ts';
import type { Random } from './random.ts';

type Some<T> = readonly [T, ...T[]];

/** What a rollout that ends so may be made of. */
const behaviours: Readonly<Record<Ending, Some<Behaviour>>> = {
  live: ['good', 'good', 'slow'],
  broken: [
    'crashing',
    'oom',
    'misconfigured',
    'missing-secret',
    'missing-image',
    'never-ready',
    'crashing-init',
    'quota',
    'unschedulable',
    'hostile-log',
    'leaky-log',
  ],
  mended: ['misconfigured', 'missing-secret'],
  superseded: ['slow', 'slow', 'crashing', 'missing-image', 'never-ready'],
  deleted: ['slow', 'crashing', 'missing-image'],
  clicked: ['crashing', 'oom', 'missing-image', 'crashing-init'],
  undone: ['crashing', 'missing-image', 'oom'],
};

const deploymentEndings: Some<Ending> = [
  ...(['live', 'live', 'live', 'broken', 'mended', 'superseded'] as const),
  ...(['superseded', 'deleted', 'clicked', 'clicked', 'undone'] as const),
];

/** How long each ending leaves a rollout alone, in seconds. Some of the left are left for longer than any deadline. */
const dwellSeconds: Readonly<Record<Ending, readonly [number, number]>> = {
  live: [0, 10],
  broken: [5, 150],
  mended: [3, 60],
  superseded: [1, 25],
  deleted: [1, 25],
  clicked: [0, 20],
  undone: [2, 30],
};

const kinds: Some<DeployKind> = [
  ...(['Deployment', 'Deployment', 'Deployment', 'Deployment'] as const),
  ...(['StatefulSet', 'DaemonSet', 'Job'] as const),
];

const names: readonly string[] = [
  ...['payments-api', 'search-api', 'ledger', 'checkout', 'invoices', 'basket', 'stock', 'prices'],
  ...['mailer', 'accounts', 'sessions', 'images', 'reports', 'gateway', 'ratings', 'coupons'],
];

export interface StoriesRequest {
  readonly random: Random;
  readonly rollouts: number;
  readonly channels: Some<string>;
}

/** So many rollouts, spread over services that go their ways side by side. */
export function planStories({ random, rollouts, channels }: StoriesRequest): readonly Story[] {
  const services = names.slice(0, Math.min(names.length, Math.max(1, Math.ceil(rollouts / 3))));
  const lengths = services.map(() => 1);
  for (let left = rollouts - services.length; left > 0; left -= 1) {
    const index = random.between(0, services.length - 1);
    lengths[index] = (lengths[index] ?? 0) + 1;
  }
  return services.map((service, index) => {
    // The first is what the product is for, whatever chance says.
    const kind = index === 0 ? 'Deployment' : random.pick(kinds);
    const isThereBefore = kind !== 'Job' && random.chance(0.8);
    return {
      service,
      kind,
      channel: random.pick(channels),
      replicas: kind === 'Job' ? 1 : random.between(1, 4),
      isThereBefore,
      acts: planActs(random.branch(), { kind, isThereBefore, length: lengths[index] ?? 1 }),
    };
  });
}

interface ActsRequest {
  readonly kind: DeployKind;
  readonly isThereBefore: boolean;
  readonly length: number;
}

function planActs(random: Random, request: ActsRequest): readonly Act[] {
  const acts: Act[] = [];
  const mended = new Set<Behaviour>();
  let hasGood = request.isThereBefore;
  for (let index = 0; index < request.length; index += 1) {
    const isLast = index === request.length - 1;
    const ending = random.pick(endingsFor(request.kind, { isLast, hasGood }));
    const behaviour = behaviourFor(random, request.kind, ending, mended);
    if (ending === 'mended') mended.add(behaviour);
    if (ending === 'deleted') hasGood = false;
    if (ending === 'live' || ending === 'mended') hasGood = true;
    const [least, most] = dwellSeconds[ending];
    acts.push({
      version: `v${index + 2}`,
      behaviour,
      ending,
      isBuilt: random.chance(0.3),
      pauseMs: random.between(0, index === 0 ? 60_000 : 15_000),
      dwellMs: random.between(least * 1_000, most * 1_000),
    });
  }
  return acts;
}

/** What is possible here: nothing supersedes the last, and only what was healthy once is gone back to. */
function endingsFor(
  kind: DeployKind,
  { isLast, hasGood }: { readonly isLast: boolean; readonly hasGood: boolean },
): Some<Ending> {
  if (kind === 'Job') return ['live', 'live', 'broken'];
  if (kind !== 'Deployment') {
    // A broken pod of a StatefulSet holds up whatever comes after it, until somebody deletes it by hand.
    return isLast ? ['live', 'broken', 'deleted'] : ['live', 'live', 'superseded', 'deleted'];
  }
  const [first, ...rest] = deploymentEndings.filter(
    (ending) =>
      (ending !== 'superseded' || !isLast) && ((ending !== 'clicked' && ending !== 'undone') || hasGood),
  );
  return first === undefined ? ['live'] : [first, ...rest];
}

function behaviourFor(
  random: Random,
  kind: DeployKind,
  ending: Ending,
  mended: ReadonlySet<Behaviour>,
): Behaviour {
  if (kind === 'Job') return ending === 'broken' ? 'crashing' : random.pick(['good', 'slow']);
  if (kind !== 'Deployment' && ending !== 'broken') return ending === 'live' ? 'good' : 'slow';
  // What was mended once is there for every later version.
  const [first, ...rest] = behaviours[ending].filter((each) => ending === 'mended' || !mended.has(each));
  return first === undefined ? 'crashing' : random.pick([first, ...rest]);
}
