import { passedOverLines } from '../../messages/explanation/notes.ts';
import { momentOf } from '../adapters/kubernetes/moment-of.ts';
import { observeWorkloads } from '../adapters/kubernetes/observe-workloads.ts';
import { lastProbeFailure } from '../adapters/kubernetes/read-probe-failure.ts';
import { createExplain } from '../app/explain.ts';
import { redactLook } from '../app/redact-foreign-text.ts';
import { createRedaction, type RedactionSettings } from '../domain/redaction/redaction.ts';
import { type Explained, toExplained } from './explained.ts';
import { useLinearPatterns } from './linear-patterns.ts';

/** Explains the workloads among objects from files: parsed JSON of any kinds. Never throws, whatever they are. */
export async function explainObjects(
  values: readonly unknown[],
  settings: RedactionSettings,
  now = Date.now(),
): Promise<Explained> {
  useLinearPatterns();
  const redaction = createRedaction(settings);
  const { looks, lonePods, events, ignored, unknown } = observeWorkloads('', values, momentOf(values, now));
  const explain = createExplain({
    redaction,
    probes: { readProbeFailure: async (question) => lastProbeFailure(events, question, redaction) },
  });

  const explanations = await Promise.all(looks.map(explain));
  const redacted = lonePods.map((pods) => redactLook({ ...pods, message: '', olderTroubles: [] }, redaction));
  return toExplained(explanations, passedOverLines({ lonePods: redacted, ignored, unknown }));
}
