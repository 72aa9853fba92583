import { cause, type Findings, required } from '../../admission/findings.ts';
import { defaultTemplate, type Loose } from '../../admission/pod-defaults.ts';
import { podSpecFindings } from '../../admission/pod-spec.ts';
import type { AnalysisReference, CanaryStep, CanaryStrategy, Rollout } from '../../argo-model.ts';
import { secondsOf } from '../../argo-model.ts';
import type { Cluster } from '../../cluster.ts';
import { analysisTemplates, services } from '../../resources.ts';
import { selectorTest } from '../../selectors/label.ts';

const strategyPath = 'spec.strategy';

/**
 * What is wrong with a Rollout, in the words of its condition InvalidSpec; empty when nothing is. Its API takes almost
 * anything: the controller judges (pkg/apis/rollouts/validation).
 */
export function invalidSpec(cluster: Cluster, rollout: Rollout): string {
  const [first] = [
    ...specFindings(rollout),
    ...strategyFindings(rollout),
    ...referenceFindings(cluster, rollout),
  ];
  if (first === undefined) return '';
  return `The Rollout "${rollout.metadata.name}" is invalid: ${first.field}: ${first.message}`;
}

function specFindings({ spec }: Rollout): Findings {
  const { selector, minReadySeconds = 0, progressDeadlineSeconds = 600 } = spec;
  if (selector === undefined)
    return [required('spec.selector', "Rollout has missing field '.spec.selector'")];
  const labels = spec.template?.metadata?.labels ?? {};
  const template = defaultTemplate((spec.template ?? {}) as unknown as Loose);
  const findings = podSpecFindings(template['spec'], 'spec.template.spec');
  if (!selectorTest(selector)(labels))
    findings.push(
      cause('spec.template.metadata.labels', labels, '`selector` does not match template `labels`'),
    );
  if (progressDeadlineSeconds <= minReadySeconds)
    findings.push(
      cause('spec.progressDeadlineSeconds', progressDeadlineSeconds, 'must be greater than minReadySeconds'),
    );
  return findings;
}

function strategyFindings({ spec: { strategy = {} } }: Rollout): Findings {
  const { canary, blueGreen } = strategy;
  if (canary === undefined && blueGreen === undefined) {
    const missing = "Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'";
    return [required(`${strategyPath}.strategy`, missing)];
  }
  if (canary !== undefined && blueGreen !== undefined)
    return [
      cause(
        `${strategyPath}.strategy`,
        'blueGreen: true canary: true',
        'Multiple Strategies can not be listed',
      ),
    ];
  if (canary !== undefined) return canaryFindings(canary);
  if (blueGreen === undefined || blueGreen.activeService !== (blueGreen.previewService ?? '')) return [];
  const twice =
    'This rollout uses the same service for the active and preview services, but two different services are required.';
  return [cause(`${strategyPath}.activeService`, blueGreen.activeService, twice)];
}

function canaryFindings({ steps = [], maxSurge, maxUnavailable }: CanaryStrategy): Findings {
  const isNone = (value: unknown) => value === 0 || value === '0' || value === '0%';
  const findings = steps.flatMap(stepFindings);
  if (isNone(maxSurge) && isNone(maxUnavailable)) {
    const both = 'MaxSurge and MaxUnavailable both can not be zero';
    findings.push(cause(`${strategyPath}.maxSurge`, maxSurge, both));
  }
  return findings;
}

function stepFindings(step: CanaryStep, index: number): Findings {
  const path = `${strategyPath}.steps[${index}]`;
  const { setWeight, pause } = step;
  if (Object.keys(step).length !== 1) {
    const words = 'Step must have one of the following set: experiment, setWeight, setCanaryScale or pause';
    return [cause(path, JSON.stringify(step), words)];
  }
  if (setWeight !== undefined && (setWeight < 0 || setWeight > 100))
    return [cause(`${path}.setWeight`, setWeight, 'SetWeight needs to be between 0 and 100')];
  const isTimed = pause?.duration !== undefined;
  if (isTimed && (secondsOf(pause.duration) ?? -1) < 0)
    return [cause(`${path}.pause.duration`, pause.duration, 'Duration needs to be greater than 0')];
  return [];
}

/** What it names must be there: validation_references.go. */
function referenceFindings(cluster: Cluster, { spec, metadata: { namespace } }: Rollout): Findings {
  const { canary, blueGreen } = spec.strategy ?? {};
  const named: readonly (readonly [string, AnalysisReference | undefined])[] = [
    ...(canary?.steps ?? []).map(
      ({ analysis }, index) => [`${strategyPath}.canary.steps[${index}].analysis`, analysis] as const,
    ),
    [`${strategyPath}.canary.analysis`, canary?.analysis],
    [`${strategyPath}.blueGreen.prePromotionAnalysis`, blueGreen?.prePromotionAnalysis],
    [`${strategyPath}.blueGreen.postPromotionAnalysis`, blueGreen?.postPromotionAnalysis],
  ];
  const templates = named.flatMap(([path, reference]) =>
    (reference?.templates ?? [])
      .filter(
        ({ templateName }) => cluster.objects.find(analysisTemplates, namespace, templateName) === undefined,
      )
      .map(({ templateName }) =>
        cause(`${path}.templates`, templateName, `AnalysisTemplate '${templateName}' not found`),
      ),
  );
  const needed = [
    [`${strategyPath}.blueGreen.activeService`, blueGreen?.activeService],
    [`${strategyPath}.blueGreen.previewService`, blueGreen?.previewService],
  ] as const;
  const absent = needed.filter(
    ([, name]) => name !== undefined && cluster.objects.find(services, namespace, name) === undefined,
  );
  return [...templates, ...absent.map(([path, name]) => cause(path, name, `service "${name}" not found`))];
}
