import { parseSchedule } from '../controllers/cron-job/schedule.ts';
import { isSame } from '../json-path.ts';
import type { KubernetesObject } from '../model.ts';
import { cause, type Findings, required, unsupported } from './findings.ts';
import type { Loose } from './pod-defaults.ts';
import { podSpecFindings } from './pod-spec.ts';

function part(object: Loose, key: string): Loose {
  return (object[key] ?? {}) as Loose;
}

function negative(spec: Loose, names: string[], path: string): Findings {
  return names
    .filter((name) => typeof spec[name] === 'number' && (spec[name] as number) < 0)
    .map((name) => cause(`${path}.${name}`, spec[name], 'must be greater than or equal to 0'));
}

/** What StatefulSets add to the common rules: apps/validation, ValidateStatefulSetSpec. */
export function statefulSetFindings(spec: Loose): Findings {
  const findings: Findings = [];
  const policy = spec['podManagementPolicy'];
  if (policy !== 'OrderedReady' && policy !== 'Parallel')
    findings.push(cause('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'"));
  const { type, rollingUpdate } = part(spec, 'updateStrategy');
  if (type !== 'RollingUpdate' && type !== 'OnDelete')
    findings.push(cause('spec.updateStrategy', { type }, "must be 'RollingUpdate' or 'OnDelete'"));
  if (type === 'OnDelete' && rollingUpdate !== undefined)
    findings.push(
      cause(
        'spec.updateStrategy.rollingUpdate',
        rollingUpdate,
        "only allowed for updateStrategy 'RollingUpdate'",
      ),
    );
  findings.push(
    ...negative(
      part(part(spec, 'updateStrategy'), 'rollingUpdate'),
      ['partition'],
      'spec.updateStrategy.rollingUpdate',
    ),
  );
  return findings;
}

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

export function statefulSetUpdateFindings(object: KubernetesObject, before: KubernetesObject): Findings {
  const fixed = (spec: unknown) =>
    Object.entries(spec as object).filter(([key]) => !changeable.includes(key));
  if (isSame(Object.fromEntries(fixed(object.spec)), Object.fromEntries(fixed(before.spec)))) return [];
  const message =
    "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  return [{ reason: 'FieldValueForbidden', field: 'spec', message }];
}

export function daemonSetFindings(spec: Loose): Findings {
  const { type, rollingUpdate } = part(spec, 'updateStrategy');
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate')
    return [unsupported('spec.updateStrategy.type', type, ['OnDelete', 'RollingUpdate'])];
  const { maxSurge, maxUnavailable } = (rollingUpdate ?? {}) as Loose;
  const isNone = (value: unknown) => value === undefined || value === 0 || value === '0%';
  if (!isNone(maxSurge) || !isNone(maxUnavailable)) return [];
  return [required('spec.updateStrategy.rollingUpdate.maxUnavailable', 'cannot be 0 when maxSurge is 0')];
}

const jobCounts = [
  'parallelism',
  'completions',
  'backoffLimit',
  'activeDeadlineSeconds',
  'ttlSecondsAfterFinished',
];

/** A Job's spec, also where it is the template of a CronJob. */
export function jobFindings(spec: Loose, path: string): Findings {
  const podSpec = part(part(spec, 'template'), 'spec');
  const findings = [...negative(spec, jobCounts, path), ...podSpecFindings(podSpec, `${path}.template.spec`)];
  const policy = podSpec['restartPolicy'];
  if (policy === 'Always')
    findings.push(required(`${path}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"'));
  if (spec['podFailurePolicy'] !== undefined && policy !== 'Never')
    findings.push(
      cause(
        `${path}.template.spec.restartPolicy`,
        policy,
        'only "Never" is supported when podFailurePolicy is specified',
      ),
    );
  return findings;
}

export function jobUpdateFindings(object: KubernetesObject, before: KubernetesObject): Findings {
  const [now, then] = [object.spec as Loose, before.spec as Loose];
  return ['completions', 'selector', 'template', 'podFailurePolicy'].flatMap((field) => {
    if (isSame(now[field], then[field])) return [];
    const shown = field === 'template' ? { goText: 'core.PodTemplateSpec{…}' } : now[field];
    return [cause(`spec.${field}`, shown, 'field is immutable')];
  });
}

function scheduleFindings(schedule: unknown): Findings {
  if (typeof schedule !== 'string' || schedule === '') return [required('spec.schedule')];
  try {
    parseSchedule(schedule);
    return [];
  } catch (error) {
    return [cause('spec.schedule', schedule, error instanceof Error ? error.message : '')];
  }
}

export function cronJobFindings(object: KubernetesObject): Findings {
  const spec = object.spec as Loose;
  const findings = scheduleFindings(spec['schedule']);
  const policies = ['Allow', 'Forbid', 'Replace'];
  if (!policies.includes(String(spec['concurrencyPolicy'])))
    findings.push(unsupported('spec.concurrencyPolicy', spec['concurrencyPolicy'], policies));
  findings.push(...negative(spec, ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'], 'spec'));
  if (object.metadata.name.length > 52)
    findings.push(cause('metadata.name', object.metadata.name, 'must be no more than 52 characters'));
  return [...findings, ...jobFindings(part(part(spec, 'jobTemplate'), 'spec'), 'spec.jobTemplate.spec')];
}

/** What a revision holds never changes; its number may. */
export function revisionUpdateFindings(object: KubernetesObject, before: KubernetesObject): Findings {
  const dataOf = (each: KubernetesObject) => (each as KubernetesObject & { data?: unknown }).data;
  return isSame(dataOf(object), dataOf(before))
    ? []
    : [cause('data', { goText: 'runtime.RawExtension{…}' }, 'field is immutable')];
}
