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

export const liveKinds: readonly LiveKind[] = [
  {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    plural: 'deployments',
    shortNames: ['deploy'],
    between: [{ kind: 'ReplicaSet', apiVersion: 'apps/v1', plural: 'replicasets' }],
  },
];

/** As kubectl takes it: `deployment`, `deployments`, `deploy`, `deployments.apps`, in any case. */
export function liveKindNamed(word: string): LiveKind | undefined {
  const [name = ''] = word.toLowerCase().split('.');
  return liveKinds.find(({ kind, plural, shortNames }) =>
    [kind.toLowerCase(), plural, ...shortNames].includes(name),
  );
}
