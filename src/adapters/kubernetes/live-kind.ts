/** A kind of workload that can be read from a cluster, with what its pods hang on. */
export interface LiveKind {
  readonly kind: string;
  readonly apiVersion: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  /** What stands between it and its pods. */
  readonly between: readonly {
    readonly kind: string;
    readonly apiVersion: string;
    readonly plural: string;
  }[];
}

const replicaSets = { kind: 'ReplicaSet', apiVersion: 'apps/v1', plural: 'replicasets' };
const controllerRevisions = {
  kind: 'ControllerRevision',
  apiVersion: 'apps/v1',
  plural: 'controllerrevisions',
};

/** A CronJob is not among them: it has no selector by which its jobs could be listed. */
export const liveKinds: readonly LiveKind[] = [
  {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    plural: 'deployments',
    shortNames: ['deploy'],
    between: [replicaSets],
  },
  {
    kind: 'StatefulSet',
    apiVersion: 'apps/v1',
    plural: 'statefulsets',
    shortNames: ['sts'],
    between: [controllerRevisions],
  },
  {
    kind: 'DaemonSet',
    apiVersion: 'apps/v1',
    plural: 'daemonsets',
    shortNames: ['ds'],
    between: [controllerRevisions],
  },
  { kind: 'Job', apiVersion: 'batch/v1', plural: 'jobs', shortNames: [], between: [] },
  {
    kind: 'Rollout',
    apiVersion: 'argoproj.io/v1alpha1',
    plural: 'rollouts',
    shortNames: ['ro'],
    between: [replicaSets],
  },
];

/** As kubectl takes it: `deployment`, `deployments`, `deploy`, `deployments.apps`, in any case. */
export function liveKindNamed(word: string): LiveKind | undefined {
  const [name = ''] = word.toLowerCase().split('.');
  return liveKinds.find(({ kind, plural, shortNames }) =>
    [kind.toLowerCase(), plural, ...shortNames].includes(name),
  );
}
