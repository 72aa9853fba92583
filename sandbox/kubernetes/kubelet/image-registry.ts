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
  | 'json-log'
  | 'crash-once'
  | 'hanging'
  | 'erroneous'
  | 'doubtful';

/** What a quota counts. */
export type QuotaKind = 'pods' | 'replicasets';

export interface ImageRegistry {
  push(image: string, program: Program): void;
  /** Takes an image away again: from now on it cannot be pulled. */
  withdraw(image: string): void;
  /** undefined: the registry has no such image. */
  programOf(image: string): Program | undefined;
  /** The share of its requests that succeed, as a monitoring system would measure it: 0 to 1. */
  successRateOf(image: string): number;
  /** Objects with this image exceed the namespace's quota from now on. */
  forbidByQuota(image: string, kind: QuotaKind): void;
  isOverQuota(image: string, kind: QuotaKind): boolean;
}

/** Of software that runs but does not always do what it is asked. */
const successRates: Partial<Record<Program, number>> = { erroneous: 0.62, doubtful: 0.93 };

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
    successRateOf: (image) => successRates[programs.get(image) ?? 'good'] ?? 1,
    forbidByQuota: (image, kind) => void overQuota.set(image, kind),
    isOverQuota: (image, kind) => overQuota.get(image) === kind,
  };
}
