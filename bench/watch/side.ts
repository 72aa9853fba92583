/** One of the two that are compared. Both keep all pods current and call a handler for each event. */
export interface Side {
  start(): void;
  /** The first state is complete. */
  isSynced(): boolean;
  objects(): number;
  /** Events handled since the first state. */
  events(): number;
  /** What went wrong on the way, as a sentence; undefined when nothing did. */
  fault(): string | undefined;
  stop(): Promise<void>;
}
