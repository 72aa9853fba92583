export type ChangeType =
  | 'message-posted'
  | 'message-updated'
  | 'message-deleted'
  | 'ephemeral-posted'
  | 'view-opened'
  | 'view-updated'
  | 'view-closed'
  | 'channel-changed';

/** Something a person looking at Slack could notice. */
export interface Change {
  type: ChangeType;
  channel?: string;
  ts?: string;
  threadTs?: string;
  userId?: string;
  viewId?: string;
}

export interface ChangeFeed {
  emit(change: Change): void;
  /** Calls the listener on every change until the returned function is called. */
  listen(listener: (change: Change) => void): () => void;
}

export function createChangeFeed(): ChangeFeed {
  const listeners = new Set<(change: Change) => void>();

  return {
    emit(change) {
      for (const listener of [...listeners]) listener(change);
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
