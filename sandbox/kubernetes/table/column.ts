import type { KubernetesObject } from '../model.ts';

export type Cell = string | number;

export interface Column<T extends KubernetesObject> {
  name: string;
  type: 'string' | 'integer';
  format?: string;
  /** 0 is always shown, 1 only with `-o wide`. */
  priority: 0 | 1;
  cell(object: T, now: Date): Cell;
}

export function column<T extends KubernetesObject>(
  name: string,
  cell: (object: T, now: Date) => Cell,
  priority: 0 | 1 = 0,
): Column<T> {
  return { name, type: 'string', priority, cell };
}

export function count<T extends KubernetesObject>(name: string, cell: (object: T) => number): Column<T> {
  return { name, type: 'integer', priority: 0, cell };
}
