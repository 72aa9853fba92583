import type { Problem } from '../src/domain/problem/problem.ts';
import { foreignWords } from './names.ts';

/** Reasons of pkg/controller/podautoscaler/horizontal.go: what they mean, and what to try. */
const failures: Readonly<Record<string, readonly [string, string]>> = {
  FailedGetScale: [
    'cannot read how many pods there should be',
    'Try: check that scaleTargetRef of the autoscaler names this workload.',
  ],
  FailedUpdateScale: [
    'may not change the number of pods',
    'Try: look for an admission webhook or a second controller that keeps the replicas.',
  ],
  FailedGetResourceMetric: [
    'gets no CPU or memory metrics of the pods',
    'Try: check that metrics-server runs (kubectl top pods), and that every container requests what is measured.',
  ],
  FailedGetContainerResourceMetric: [
    'gets no CPU or memory metrics of the container that it looks at',
    'Try: check the name of the container in the autoscaler, and that it requests what is measured.',
  ],
  FailedGetPodsMetric: [
    'gets no metrics of the pods',
    'Try: ask custom.metrics.k8s.io for the metric by hand (kubectl get --raw); its adapter may be down.',
  ],
  FailedGetObjectMetric: [
    'gets no metric of the object that it looks at',
    'Try: ask custom.metrics.k8s.io for the metric by hand (kubectl get --raw); its adapter may be down.',
  ],
  FailedGetExternalMetric: [
    'gets no external metric',
    'Try: ask external.metrics.k8s.io for the metric by hand (kubectl get --raw); its adapter may be down.',
  ],
  FailedComputeMetricsReplicas: [
    'cannot compute how many pods are needed',
    'Try: check the metrics of the autoscaler; none of them can be used.',
  ],
  InvalidSelector: [
    'cannot tell which pods are meant',
    'Try: check the selector of the workload; it is missing or cannot be read.',
  ],
};

const unknown = ['does not work', 'Try: kubectl describe the autoscaler; its conditions say more.'] as const;

/** `The autoscaler payments-api gets no CPU or memory metrics of the pods: the number of pods stays as it is.` */
export function autoscalerSentence({ autoscaler, message }: Problem): string {
  const name = foreignWords(autoscaler?.name ?? '', 253);
  const [what] = failureOf(autoscaler?.reason);
  const words = foreignWords(message);
  const says = words === '' ? '' : ` Kubernetes says: ${words}`;
  return `The autoscaler${name === '' ? '' : ` ${name}`} ${what}: the number of pods stays as it is.${says}`;
}

export function autoscalerHint({ autoscaler }: Problem): string {
  return failureOf(autoscaler?.reason)[1];
}

function failureOf(reason: string | undefined): readonly [string, string] {
  return reason !== undefined && Object.hasOwn(failures, reason) ? (failures[reason] ?? unknown) : unknown;
}
