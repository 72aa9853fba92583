import { isSame } from '../json-path.ts';
import type { KubernetesObject, LabelSelector } from '../model.ts';
import { pods, type Resource } from '../resources.ts';
import { invalid } from '../status.ts';
import { applicationFindings } from './application.ts';
import { cause, type Findings, goSelector, required } from './findings.ts';
import { metadataFindings } from './metadata.ts';
import type { Loose } from './pod-defaults.ts';
import { podSpecFindings } from './pod-spec.ts';
import { workloadFindings } from './workload.ts';
import {
  cronJobFindings,
  daemonSetFindings,
  jobFindings,
  jobUpdateFindings,
  revisionUpdateFindings,
  statefulSetFindings,
  statefulSetUpdateFindings,
} from './workload-rules.ts';

const selectable = new Set(['deployments', 'replicasets', 'statefulsets', 'daemonsets']);

type Rules = (object: KubernetesObject) => Findings;
type UpdateRules = (object: KubernetesObject, before: KubernetesObject) => Findings;

const specOf = (object: KubernetesObject) => (object.spec ?? {}) as Loose;

const ownRules: Readonly<Record<string, Rules>> = {
  statefulsets: (object) => statefulSetFindings(specOf(object)),
  daemonsets: (object) => daemonSetFindings(specOf(object)),
  jobs: (object) => jobFindings(specOf(object), 'spec'),
  cronjobs: cronJobFindings,
  rollouts: customFindings,
  analysistemplates: customFindings,
  analysisruns: customFindings,
  applications: applicationFindings,
};

const ownUpdateRules: Readonly<Record<string, UpdateRules>> = {
  deployments: selectorFindings,
  replicasets: selectorFindings,
  daemonsets: selectorFindings,
  statefulsets: statefulSetUpdateFindings,
  jobs: jobUpdateFindings,
  controllerrevisions: revisionUpdateFindings,
  pods: podUpdateFindings,
};

function findingsOf(resource: Resource, object: KubernetesObject): Findings {
  const findings = metadataFindings(resource, object.metadata);
  if (selectable.has(resource.plural)) findings.push(...workloadFindings(object));
  findings.push(...(ownRules[resource.plural]?.(object) ?? []));
  if (resource === pods) findings.push(...podSpecFindings(object.spec, 'spec'));
  return findings;
}

function refuse(resource: Resource, object: KubernetesObject, findings: Findings): void {
  if (findings.length > 0) throw invalid(resource.kind, resource.group, object.metadata.name ?? '', findings);
}

export function validateCreate(resource: Resource, object: KubernetesObject): void {
  refuse(resource, object, findingsOf(resource, object));
}

/** Updates are held to the same rules, and to what may never change. */
export function validateUpdate(resource: Resource, object: KubernetesObject, before: KubernetesObject): void {
  const findings = findingsOf(resource, object);
  findings.push(...(ownUpdateRules[resource.plural]?.(object, before) ?? []));
  refuse(resource, object, findings);
}

/** Their definitions ask for a specification; what is in it, their controller judges. */
function customFindings({ spec }: KubernetesObject): Findings {
  return spec === undefined || spec === null ? [required('spec')] : [];
}

function selectorFindings(object: KubernetesObject, before: KubernetesObject): Findings {
  const selector = (object.spec as { selector?: LabelSelector }).selector ?? {};
  if (isSame(selector, (before.spec as { selector?: unknown }).selector)) return [];
  return [cause('spec.selector', goSelector(selector), 'field is immutable')];
}

const changeable = ['containers', 'initContainers', 'activeDeadlineSeconds', 'tolerations', 'nodeName'];

/** Everything but images, deadlines and added tolerations of a pod is fixed: core/validation, ValidatePodUpdate. */
function podUpdateFindings(object: KubernetesObject, before: KubernetesObject): Findings {
  if (isSame(fixedPart(object.spec), fixedPart(before.spec))) return [];
  const message =
    'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
  return [{ reason: 'FieldValueForbidden', field: 'spec', message }];
}

function fixedPart(spec: unknown): unknown {
  const entries = Object.entries(spec as object).filter(([key]) => !changeable.includes(key));
  const containers = (spec as { containers?: { image?: string }[] }).containers ?? [];
  return [Object.fromEntries(entries), containers.map((container) => ({ ...container, image: '' }))];
}
