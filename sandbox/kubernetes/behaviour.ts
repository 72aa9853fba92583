import type { Program } from './kubelet/image-registry.ts';

/** What a deployed version does. */
export type Behaviour =
  | 'good'
  | 'slow'
  | 'crashing'
  | 'oom'
  | 'misconfigured'
  | 'missing-secret'
  | 'missing-image'
  | 'never-ready'
  | 'flapping'
  | 'crash-later'
  | 'binary-log'
  | 'giant-line'
  | 'hostile-log'
  | 'leaky-log'
  | 'json-log'
  | 'crashing-sidecar'
  | 'erroneous'
  | 'doubtful'
  | 'unschedulable'
  | 'quota'
  | 'crashing-init'
  | 'hanging'
  | 'set-quota'
  | 'autoscaled';

/** The program in the image of each behaviour; undefined means that the image is never pushed. */
const programs: Readonly<Record<Behaviour, Program | undefined>> = {
  good: 'good',
  slow: 'slow',
  crashing: 'crashing',
  oom: 'oom',
  misconfigured: 'good',
  'missing-secret': 'good',
  'missing-image': undefined,
  'never-ready': 'never-ready',
  flapping: 'flapping',
  'crash-later': 'crash-later',
  'binary-log': 'binary-log',
  'giant-line': 'giant-line',
  'hostile-log': 'hostile-log',
  'leaky-log': 'leaky-log',
  'json-log': 'json-log',
  'crashing-sidecar': 'never-ready',
  erroneous: 'erroneous',
  doubtful: 'doubtful',
  unschedulable: 'good',
  quota: 'good',
  'crashing-init': 'good',
  hanging: 'hanging',
  'set-quota': 'good',
  autoscaled: 'good',
};

/** A task that behaves well ends; a service goes on for ever. */
const tasks: Partial<Record<Behaviour, Program>> = {
  good: 'task',
  slow: 'slow-task',
  misconfigured: 'task',
  'missing-secret': 'task',
  unschedulable: 'task',
  quota: 'task',
  'crashing-init': 'task',
  'set-quota': 'task',
  autoscaled: 'task',
};

/** The program in an image of the behaviour; undefined means that there is no such image. */
export function programOf(behaviour: Behaviour, isTask: boolean): Program | undefined {
  return (isTask ? tasks[behaviour] : undefined) ?? programs[behaviour];
}

function baseOf(name: string): string {
  return name.replace(/-api$/, '');
}

/** `payments-api` reads `payments-config`. */
export function configNameOf(name: string): string {
  return `${baseOf(name)}-config`;
}

export function secretNameOf(name: string): string {
  return `${baseOf(name)}-credentials`;
}
