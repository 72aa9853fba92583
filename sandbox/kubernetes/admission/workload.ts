import type { KubernetesObject, LabelSelector, Strings } from '../model.ts';
import { selectorTest } from '../selectors/label.ts';
import { cause, type Findings, goLabels, goSelector, required, unsupported } from './findings.ts';
import { labelFindings } from './metadata.ts';
import type { Loose } from './pod-defaults.ts';
import { podSpecFindings } from './pod-spec.ts';

function isEmptySelector(selector: LabelSelector): boolean {
  return (
    Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
  );
}

function selectorFindings(kind: string, spec: Loose, labels: Strings): Findings {
  const selector = spec['selector'] as LabelSelector | undefined;
  if (selector === undefined) return [required('spec.selector')];
  if (isEmptySelector(selector))
    return [
      cause('spec.selector', goSelector(selector), `empty selector is invalid for ${kind.toLowerCase()}`),
    ];
  if (selectorTest(selector)(labels)) return [];
  return [
    cause('spec.template.metadata.labels', goLabels(labels), '`selector` does not match template `labels`'),
  ];
}

function countFindings(spec: Loose): Findings {
  const counts = ['replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'];
  return counts
    .filter((field) => typeof spec[field] === 'number' && (spec[field] as number) < 0)
    .map((field) => cause(`spec.${field}`, spec[field], 'must be greater than or equal to 0'));
}

function deadlineFindings(spec: Loose): Findings {
  const { progressDeadlineSeconds: deadline, minReadySeconds = 0 } = spec;
  if (typeof deadline !== 'number' || deadline > Number(minReadySeconds)) return [];
  return [cause('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')];
}

function strategyFindings(spec: Loose): Findings {
  const strategy = spec['strategy'] as Loose | undefined;
  if (strategy === undefined) return [];
  const { type, rollingUpdate } = strategy;
  if (type === 'Recreate' && rollingUpdate !== undefined) {
    const message = "Forbidden: may not be specified when strategy `type` is 'Recreate'";
    return [{ reason: 'FieldValueForbidden', field: 'spec.strategy.rollingUpdate', message }];
  }
  if (type !== 'Recreate' && type !== 'RollingUpdate')
    return [unsupported('spec.strategy.type', type, ['Recreate', 'RollingUpdate'])];
  const { maxSurge, maxUnavailable } = (rollingUpdate ?? {}) as Loose;
  const isNone = (value: unknown) => value === 0 || value === '0%';
  if (!isNone(maxSurge) || !isNone(maxUnavailable)) return [];
  return [
    cause('spec.strategy.rollingUpdate.maxUnavailable', maxUnavailable, 'may not be 0 when `maxSurge` is 0'),
  ];
}

/** The rules that Deployments, ReplicaSets and their kin share: apps/validation. */
export function workloadFindings(object: KubernetesObject): Findings {
  const spec = (object.spec ?? {}) as Loose;
  const template = (spec['template'] ?? {}) as { metadata?: { labels?: Strings }; spec?: Loose };
  const labels = template.metadata?.labels ?? {};
  const policy = template.spec?.['restartPolicy'];
  const findings = [...countFindings(spec), ...selectorFindings(object.kind, spec, labels)];
  findings.push(...labelFindings(labels, 'spec.template.labels'));
  findings.push(...podSpecFindings(template.spec, 'spec.template.spec'));
  if (policy === 'OnFailure' || policy === 'Never')
    findings.push(unsupported('spec.template.spec.restartPolicy', policy, ['Always']));
  return [...findings, ...strategyFindings(spec), ...deadlineFindings(spec)];
}
