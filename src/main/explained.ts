import { type ExplanationDocument, explanationDocument } from '../../messages/explanation/document.ts';
import { explanationLines } from '../../messages/explanation/lines.ts';
import { type Explanation, needsSomebody } from '../domain/rollout/explanation.ts';

/** What `shipmate explain` has to say, in both of its forms. */
export interface Explained {
  readonly lines: readonly string[];
  readonly documents: readonly ExplanationDocument[];
  /** What was among the objects and is not explained. */
  readonly notes: readonly string[];
  /** Whether a workload is failing or failed. */
  readonly needsSomebody: boolean;
}

export function toExplained(explanations: readonly Explanation[], notes: readonly string[]): Explained {
  return {
    lines: explanationLines(explanations),
    documents: explanations.map(explanationDocument),
    notes,
    needsSomebody: explanations.some(needsSomebody),
  };
}
