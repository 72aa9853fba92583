export interface Resource {
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  shortNames: string[];
  categories: string[];
  /** The subresources served besides the object itself. */
  subresources: ('status' | 'scale' | 'log')[];
  /** Whether `.metadata.generation` counts the changes of the spec. */
  counted: boolean;
  /** Only created, never read back: access reviews. */
  reviewOnly: boolean;
  /** Comes with a CustomResourceDefinition: any fields, no strategic merge patch, served only when installed. */
  isCustom: boolean;
}

type Traits = Partial<
  Pick<Resource, 'shortNames' | 'categories' | 'subresources' | 'counted' | 'reviewOnly' | 'isCustom'>
>;

function define(
  groupVersion: string,
  plural: string,
  kind: string,
  namespaced: boolean,
  traits: Traits = {},
): Resource {
  const [first = '', second] = groupVersion.split('/');
  return {
    group: second === undefined ? '' : first,
    version: second ?? first,
    plural,
    singular: kind.toLowerCase(),
    kind,
    namespaced,
    shortNames: traits.shortNames ?? [],
    categories: traits.categories ?? [],
    subresources: traits.subresources ?? [],
    counted: traits.counted ?? false,
    reviewOnly: traits.reviewOnly ?? false,
    isCustom: traits.isCustom ?? false,
  };
}

const workload: Traits = { categories: ['all'], subresources: ['status', 'scale'], counted: true };

export const namespaces = define('v1', 'namespaces', 'Namespace', false, {
  shortNames: ['ns'],
  subresources: ['status'],
});
export const pods = define('v1', 'pods', 'Pod', true, {
  shortNames: ['po'],
  categories: ['all'],
  subresources: ['status', 'log'],
});
export const events = define('v1', 'events', 'Event', true, { shortNames: ['ev'] });
export const configMaps = define('v1', 'configmaps', 'ConfigMap', true, { shortNames: ['cm'] });
export const secrets = define('v1', 'secrets', 'Secret', true);
export const services = define('v1', 'services', 'Service', true, {
  shortNames: ['svc'],
  categories: ['all'],
});
export const nodes = define('v1', 'nodes', 'Node', false, { shortNames: ['no'], subresources: ['status'] });
export const serviceAccounts = define('v1', 'serviceaccounts', 'ServiceAccount', true, {
  shortNames: ['sa'],
});
export const deployments = define('apps/v1', 'deployments', 'Deployment', true, {
  ...workload,
  shortNames: ['deploy'],
});
export const replicaSets = define('apps/v1', 'replicasets', 'ReplicaSet', true, {
  ...workload,
  shortNames: ['rs'],
});
export const statefulSets = define('apps/v1', 'statefulsets', 'StatefulSet', true, {
  ...workload,
  shortNames: ['sts'],
});
const unscaled: Traits = { categories: ['all'], subresources: ['status'], counted: true };
export const daemonSets = define('apps/v1', 'daemonsets', 'DaemonSet', true, {
  ...unscaled,
  shortNames: ['ds'],
});
export const controllerRevisions = define('apps/v1', 'controllerrevisions', 'ControllerRevision', true);
export const jobs = define('batch/v1', 'jobs', 'Job', true, unscaled);
export const cronJobs = define('batch/v1', 'cronjobs', 'CronJob', true, { ...unscaled, shortNames: ['cj'] });
export const autoscalers = define(
  'autoscaling/v2',
  'horizontalpodautoscalers',
  'HorizontalPodAutoscaler',
  true,
  { shortNames: ['hpa'], categories: ['all'], subresources: ['status'] },
);
export const rollouts = define('argoproj.io/v1alpha1', 'rollouts', 'Rollout', true, {
  ...workload,
  categories: [],
  shortNames: ['ro'],
  isCustom: true,
});
/** Custom resources have a status endpoint only where their definition says so; an AnalysisRun's does not. */
export const analysisTemplates = define(
  'argoproj.io/v1alpha1',
  'analysistemplates',
  'AnalysisTemplate',
  true,
  {
    shortNames: ['at'],
    counted: true,
    isCustom: true,
  },
);
export const analysisRuns = define('argoproj.io/v1alpha1', 'analysisruns', 'AnalysisRun', true, {
  shortNames: ['ar'],
  counted: true,
  isCustom: true,
});
const reconciled: Traits = { subresources: ['status'], counted: true, isCustom: true };
export const kustomizations = define(
  'kustomize.toolkit.fluxcd.io/v1',
  'kustomizations',
  'Kustomization',
  true,
  { ...reconciled, shortNames: ['ks'] },
);
export const helmReleases = define('helm.toolkit.fluxcd.io/v2', 'helmreleases', 'HelmRelease', true, {
  ...reconciled,
  shortNames: ['hr'],
});
export const gitRepositories = define(
  'source.toolkit.fluxcd.io/v1',
  'gitrepositories',
  'GitRepository',
  true,
  { ...reconciled, shortNames: ['gitrepo'] },
);
/** Its definition has no status endpoint: https://github.com/argoproj/argo-cd/blob/master/manifests/crds/application-crd.yaml */
export const applications = define('argoproj.io/v1alpha1', 'applications', 'Application', true, {
  shortNames: ['app', 'apps'],
  counted: true,
  isCustom: true,
});
const accessReviews = define(
  'authorization.k8s.io/v1',
  'selfsubjectaccessreviews',
  'SelfSubjectAccessReview',
  false,
  {
    reviewOnly: true,
  },
);
const subjectReviews = define('authentication.k8s.io/v1', 'selfsubjectreviews', 'SelfSubjectReview', false, {
  reviewOnly: true,
});

/** Everything the API can serve, in the order discovery lists it. */
const resources: readonly Resource[] = [
  namespaces,
  pods,
  events,
  configMaps,
  secrets,
  services,
  nodes,
  serviceAccounts,
  deployments,
  replicaSets,
  statefulSets,
  daemonSets,
  controllerRevisions,
  jobs,
  cronJobs,
  autoscalers,
  rollouts,
  analysisTemplates,
  analysisRuns,
  kustomizations,
  helmReleases,
  gitRepositories,
  applications,
  accessReviews,
  subjectReviews,
];

const argoRollouts: readonly Resource[] = [rollouts, analysisTemplates, analysisRuns];
const flux: readonly Resource[] = [kustomizations, helmReleases, gitRepositories];

/** Which of those that bring their own kinds are installed. */
export interface Installed {
  argoRollouts: boolean;
  flux: boolean;
  argoCd: boolean;
}

/** What one cluster serves: custom resources only where their definitions are installed. */
export function servedResources(installed: Installed): readonly Resource[] {
  const absent = [
    ...(installed.argoRollouts ? [] : argoRollouts),
    ...(installed.flux ? [] : flux),
    ...(installed.argoCd ? [] : [applications]),
  ];
  return resources.filter((resource) => !absent.includes(resource));
}

export function groupVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** `deployments.apps`, `pods`: how the API server names a resource in its messages. */
export function qualifiedName(resource: Resource): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

/** The verbs a resource supports, as discovery lists them. */
export function verbsOf(resource: Resource): string[] {
  if (resource.reviewOnly) return ['create'];
  return ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
}
