import type { Condition } from './snapshot.ts';

/** What the domain reads of a node: only what explains why its pods are not well. */
export interface NodeSnapshot {
  readonly uid: string;
  /** Empty: nodes belong to the whole cluster. */
  readonly namespace: string;
  readonly name: string;
  /**
   * Only those that say that something is not as it should be: `Ready` that is not True, and MemoryPressure,
   * DiskPressure, PIDPressure or NetworkUnavailable that are.
   */
  readonly conditions: readonly Condition[];
}

/** Why nobody knows what has become of the node's pods; undefined while it is ready. */
export function lossOf(node: NodeSnapshot | undefined): Condition | undefined {
  return node?.conditions.find(({ type }) => type === 'Ready');
}

/** What a node that is ready is short of: `MemoryPressure`. */
export function shortagesOf(node: NodeSnapshot | undefined): readonly string[] {
  if (node === undefined || lossOf(node) !== undefined) return [];
  return node.conditions.map(({ type }) => type).toSorted();
}
