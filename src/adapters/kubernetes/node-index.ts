import { isDeepStrictEqual } from 'node:util';
import type { NodeSnapshot } from '../../domain/rollout/node-snapshot.ts';
import type { ObjectListener } from './object-cache.ts';

/** Nodes by name; only those that have trouble. */
export interface NodeIndex extends ObjectListener<NodeSnapshot> {
  troubled(): ReadonlyMap<string, NodeSnapshot>;
}

/** `onChange` is told when something else is known of a node: a heartbeat is no news. */
export function createNodeIndex(onChange: (nodeName: string) => void): NodeIndex {
  const troubled = new Map<string, NodeSnapshot>();

  return {
    troubled: () => troubled,
    onUpsert(node) {
      const before = troubled.get(node.name);
      if (node.conditions.length === 0 ? before === undefined : isDeepStrictEqual(before, node)) return;
      if (node.conditions.length === 0) troubled.delete(node.name);
      else troubled.set(node.name, node);
      onChange(node.name);
    },
    onRemove(node) {
      // One of the same name may have taken its place.
      if (troubled.get(node.name)?.uid !== node.uid) return;
      troubled.delete(node.name);
      onChange(node.name);
    },
  };
}
