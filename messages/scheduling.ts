import type { Problem } from '../src/domain/problem/problem.ts';
import { describePod, type Place } from './kubectl.ts';
import { foreignWords, pods } from './names.ts';
import { cpuAmount, memoryAmount } from './quantity.ts';
import { type Tense, told } from './tense.ts';

type Obstacle =
  | 'resources'
  | 'taint'
  | 'affinity'
  | 'volume-zone'
  | 'claim'
  | 'ports'
  | 'full'
  | 'spread'
  | 'cordoned';

/** The scheduler's plugins speak these words (pkg/scheduler/framework/plugins). The first that fits is the cause. */
const obstacles: readonly (readonly [Obstacle, RegExp])[] = [
  [
    'claim',
    /persistentvolumeclaim "[^"]*" (?:not found|bound|is being)|unbound immediate PersistentVolumeClaims|find available persistent volumes/i,
  ],
  ['resources', /Insufficient \S+/],
  ['volume-zone', /volume node affinity conflict|no available volume zone/],
  ['affinity', /didn't match Pod's node affinity|didn't match node selector|(?:anti-)?affinity rules/],
  ['taint', /untolerated taint|had taints? that the pod didn't tolerate/],
  ['ports', /free ports for the requested pod ports/],
  ['full', /Too many pods/],
  ['spread', /topology spread constraints/],
  ['cordoned', /were unschedulable/],
];

const hints: Readonly<Record<Obstacle, string>> = {
  resources: 'Try: ask for less, or add a node that is large enough.',
  taint: 'Try: add a toleration to the pod template, or nodes without the taint.',
  affinity: 'Try: check nodeSelector and affinity against the labels of the nodes.',
  'volume-zone': 'Try: let the pods run in the zone of their volume, or move the volume.',
  claim: 'Try: check that the PersistentVolumeClaim exists, and that its storage class can give a volume.',
  ports: 'Try: drop hostPort, or run at most one pod a node.',
  full: 'Try: add a node; the ones there are run as many pods as they may.',
  spread: 'Try: loosen the topology spread constraints, or add nodes where pods are missing.',
  cordoned: 'Try: kubectl uncordon a node, or add one.',
};

/** `No node has room for 2 pods of v43: each asks for 4 CPU and 1 GiB of memory. 3 of 5 nodes have too little cpu.` */
export function unschedulableSentence(problem: Problem, version: string, tense: Tense): string {
  const whom = `${pods(problem.pods)} of ${version}`;
  const obstacle = obstacleOf(problem.message);
  const says = saysOf(problem.message);
  if (obstacle !== 'resources') return `No node ${told(tense, 'may', 'could')} run ${whom}${says}`;
  const asked = askedFor(problem);
  const each = `${problem.pods === 1 ? 'it' : 'each'} ${told(tense, 'asks', 'asked')}`;
  const noRoom = `No node ${told(tense, 'has', 'had')} room`;
  return asked === '' ? `${noRoom} for ${whom}${says}` : `${noRoom} for ${whom}: ${each} for ${asked}${says}`;
}

export function unschedulableHint(problem: Problem, place: Place): string {
  const obstacle = obstacleOf(problem.message);
  return obstacle === undefined
    ? `Try: ${describePod(problem, place)}; the events of the scheduler say what it looks for.`
    : hints[obstacle];
}

function obstacleOf(message: string): Obstacle | undefined {
  return obstacles.find(([, words]) => words.test(withoutPreemption(message)))?.[0];
}

function askedFor({ requests }: Problem): string {
  const { cpuMillis = 0, memoryBytes = 0 } = requests ?? {};
  const parts = [
    ...(cpuMillis > 0 ? [`${cpuAmount(cpuMillis)} CPU`] : []),
    ...(memoryBytes > 0 ? [`${memoryAmount(memoryBytes)} of memory`] : []),
  ];
  return parts.join(' and ');
}

function saysOf(message: string): string {
  const words = foreignWords(withoutPreemption(message));
  return words === '' ? '.' : `. Kubernetes says: ${words}`;
}

/** The second half tells of pods that could be driven out: the same causes in other numbers. */
function withoutPreemption(message: string): string {
  const end = message.indexOf(' preemption:');
  return end < 0 ? message : message.slice(0, end);
}
