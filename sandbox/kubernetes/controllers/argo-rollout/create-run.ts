import type { AnalysisReference, AnalysisRun, AnalysisTemplate } from '../../argo-model.ts';
import type { Strings } from '../../model.ts';
import { analysisRuns, analysisTemplates } from '../../resources.ts';
import { controllerReference } from '../ownership.ts';
import { type Pass, writer } from './pass.ts';
import { revisionKey, revisionOf } from './replica-sets.ts';

/** Makes a run of the templates; a name that is taken gets a number: CreateWithCollisionCounter. */
export function createRun(
  pass: Pass,
  reference: AnalysisReference,
  { name, labels }: { name: string; labels: Strings },
): AnalysisRun {
  const { cluster, rollout } = pass;
  const { namespace = '' } = rollout.metadata;
  const templates = reference.templates.map(({ templateName }) =>
    cluster.objects.read<AnalysisTemplate>(analysisTemplates, namespace, templateName),
  );
  const metrics = templates.flatMap(({ spec }) => spec.metrics);
  const { args } = reference;
  let free = name;
  for (let count = 1; cluster.objects.find(analysisRuns, namespace, free) !== undefined; count += 1)
    free = `${name}.${count}`;
  const run: AnalysisRun = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisRun',
    metadata: {
      name: free,
      namespace,
      labels: { ...rollout.spec.selector?.matchLabels, ...labels },
      annotations: { [revisionKey]: String(revisionOf(rollout)) },
      ownerReferences: [controllerReference(rollout)],
    },
    spec: { ...(args === undefined ? {} : { args }), metrics },
  };
  return cluster.objects.create(analysisRuns, run, writer);
}
