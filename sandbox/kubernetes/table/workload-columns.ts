import type { AnalysisRun, Rollout } from '../argo-model.ts';
import { conditionOf } from '../controllers/conditions.ts';
import { controllerOf } from '../controllers/ownership.ts';
import type { KubernetesObject, Strings } from '../model.ts';
import type { ControllerRevision, CronJob, DaemonSet, Job, StatefulSet } from '../workload-model.ts';
import { type Column, column, count } from './column.ts';
import {
  ageColumn,
  containerColumns,
  nameColumn,
  templateColumns,
  workloadColumns,
} from './common-columns.ts';
import { ageSince, humanDuration } from './duration.ts';

const statefulSetColumns: Column<StatefulSet>[] = [
  nameColumn,
  column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas}`),
  ageColumn,
  ...templateColumns,
];

function nodeSelectorText({ spec }: DaemonSet): string {
  const entries = Object.entries((spec.template.spec['nodeSelector'] ?? {}) as Strings);
  return entries.length === 0 ? '<none>' : entries.map(([key, value]) => `${key}=${value}`).join(',');
}

const daemonSetColumns: Column<DaemonSet>[] = [
  nameColumn,
  count('Desired', ({ status }) => status?.desiredNumberScheduled ?? 0),
  count('Current', ({ status }) => status?.currentNumberScheduled ?? 0),
  count('Ready', ({ status }) => status?.numberReady ?? 0),
  count('Up-to-date', ({ status }) => status?.updatedNumberScheduled ?? 0),
  count('Available', ({ status }) => status?.numberAvailable ?? 0),
  column('Node Selector', nodeSelectorText),
  ageColumn,
  ...workloadColumns,
];

function ownerText(object: KubernetesObject): string {
  const owner = controllerOf(object);
  if (owner === undefined) return '<none>';
  const group = owner.apiVersion.split('/').at(-2);
  return `${owner.kind.toLowerCase()}${group === undefined ? '' : `.${group}`}/${owner.name}`;
}

const controllerRevisionColumns: Column<ControllerRevision>[] = [
  nameColumn,
  column('Controller', ownerText),
  count('Revision', ({ revision }) => revision),
  ageColumn,
];

function jobStatus({ status, metadata, spec }: Job): string {
  const isTrue = (type: string) => conditionOf(status?.conditions, type)?.status === 'True';
  if (isTrue('Complete')) return 'Complete';
  if (isTrue('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (spec.suspend === true) return 'Suspended';
  if (isTrue('FailureTarget')) return 'FailureTarget';
  return isTrue('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completionsOf({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  return spec.parallelism > 1 ? `${succeeded}/1 of ${spec.parallelism}` : `${succeeded}/1`;
}

function durationOf({ status }: Job, now: Date): string {
  if (status?.startTime === undefined) return '';
  const end = status.completionTime === undefined ? now.getTime() : Date.parse(status.completionTime);
  return humanDuration(end - Date.parse(status.startTime));
}

const jobColumns: Column<Job>[] = [
  nameColumn,
  column('Status', jobStatus),
  column('Completions', completionsOf),
  column('Duration', durationOf),
  ageColumn,
  ...workloadColumns,
];

const cronJobColumns: Column<CronJob>[] = [
  nameColumn,
  column('Schedule', ({ spec }) => spec.schedule),
  column('Timezone', ({ spec }) => spec.timeZone ?? '<none>'),
  column('Suspend', ({ spec }) => (spec.suspend === true ? 'True' : 'False')),
  count('Active', ({ status }) => status?.active?.length ?? 0),
  column('Last Schedule', ({ status }, now) =>
    status?.lastScheduleTime === undefined ? '<none>' : ageSince(status.lastScheduleTime, now),
  ),
  ageColumn,
  ...containerColumns<CronJob>(({ spec }) => spec.jobTemplate.spec.template.spec.containers),
  column('Selector', () => '<none>', 1),
];

/** The printer columns of Argo's definitions. */
const rolloutColumns: Column<Rollout>[] = [
  nameColumn,
  count('Desired', ({ spec }) => spec.replicas ?? 1),
  count('Current', ({ status }) => status?.replicas ?? 0),
  count('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
  count('Available', ({ status }) => status?.availableReplicas ?? 0),
  ageColumn,
];

const analysisRunColumns: Column<AnalysisRun>[] = [
  nameColumn,
  column('Status', ({ status }) => status?.phase ?? ''),
  ageColumn,
];

export const argoColumns = { rollouts: rolloutColumns, analysisruns: analysisRunColumns };

export const setColumns = {
  statefulsets: statefulSetColumns,
  daemonsets: daemonSetColumns,
  controllerrevisions: controllerRevisionColumns,
};

export const batchColumns = { jobs: jobColumns, cronjobs: cronJobColumns };
