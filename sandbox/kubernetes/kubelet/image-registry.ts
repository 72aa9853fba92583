/** What the software in an image does when it runs, or why it never gets that far. */
export type Program =
  | 'good'
  | 'slow'
  | 'task'
  | 'slow-task'
  | 'crashing'
  | 'oom'
  | 'never-ready'
  | 'flapping'
  | 'crash-later'
  | 'binary-log'
  | 'giant-line'
  | 'hostile-log'
  | 'leaky-log'
  | 'hanging';

/** What a quota counts. */
export type QuotaKind = 'pods' | 'replicasets';

export interface ImageRegistry {
  push(image: string, program: Program): void;
  /** Takes an image away again: from now on it cannot be pulled. */
  withdraw(image: string): void;
  /** undefined: the registry has no such image. */
  programOf(image: string): Program | undefined;
  /** Objects with this image exceed the namespace's quota from now on. */
  forbidByQuota(image: string, kind: QuotaKind): void;
  isOverQuota(image: string, kind: QuotaKind): boolean;
}

/** The registry the cluster pulls from; behaviour belongs to the image, so an undo brings the old behaviour back. */
export function createImageRegistry(): ImageRegistry {
  const programs = new Map<string, Program>();
  const overQuota = new Map<string, QuotaKind>();
  return {
    push(image, program) {
      programs.set(image, program);
      overQuota.delete(image);
    },
    withdraw: (image) => void programs.delete(image),
    programOf: (image) => programs.get(image),
    forbidByQuota: (image, kind) => void overQuota.set(image, kind),
    isOverQuota: (image, kind) => overQuota.get(image) === kind,
  };
}
