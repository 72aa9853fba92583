import { passedOverLines } from '../../messages/explanation/notes.ts';
import { observeWorkloads } from '../adapters/kubernetes/observe-workloads.ts';
import { createExplain } from '../app/explain.ts';
import { redactObservation } from '../app/redact-foreign-text.ts';
import { createRedaction, type RedactionSettings } from '../domain/redaction/redaction.ts';
import { type Explained, toExplained } from './explained.ts';
import { useLinearPatterns } from './linear-patterns.ts';

/** Explains the workloads among objects from files: parsed JSON of any kinds. Never throws, whatever they are. */
export async function explainObjects(
  values: readonly unknown[],
  settings: RedactionSettings,
): Promise<Explained> {
  useLinearPatterns();
  const redaction = createRedaction(settings);
  const { looks, lonePods, ignored, unknown } = observeWorkloads('', values);

  const explanations = await Promise.all(looks.map(createExplain({ redaction })));
  const redacted = lonePods.map((pods) => redactObservation({ ...pods, message: '' }, redaction));
  return toExplained(explanations, passedOverLines({ lonePods: redacted, ignored, unknown }));
}
