import { passedOverLines } from '../../messages/explanation/notes.ts';
import { observeWorkloads } from '../adapters/kubernetes/observe-workloads.ts';
import { createExplain } from '../app/explain.ts';
import { type Explained, toExplained } from './explained.ts';

/** Explains the workloads among objects from files: parsed JSON of any kinds. Never throws, whatever they are. */
export async function explainObjects(values: readonly unknown[]): Promise<Explained> {
  const observed = observeWorkloads('', values);
  const explanations = await Promise.all(observed.looks.map(createExplain()));
  return toExplained(explanations, passedOverLines(observed));
}
