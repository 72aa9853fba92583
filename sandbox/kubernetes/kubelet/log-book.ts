export interface LogLine {
  at: Date;
  bytes: Buffer;
}

export interface ContainerLog {
  startedAt: Date;
  lines: LogLine[];
  isOver: boolean;
}

export interface LogBook {
  /** Opens the log of a new instance of the container; the one before it becomes the previous log. */
  begin(podUid: string, container: string): void;
  write(podUid: string, container: string, line: string | Buffer): void;
  end(podUid: string, container: string): void;
  /** 0 is the newest instance, 1 the one before. */
  read(podUid: string, container: string, age: 0 | 1): ContainerLog | undefined;
  forget(podUid: string): void;
}

/** Container logs as a node keeps them: the running instance and its predecessor, gone with the pod. */
export function createLogBook(now: () => Date): LogBook {
  const pods = new Map<string, Map<string, ContainerLog[]>>();

  function instances(podUid: string, container: string): ContainerLog[] {
    const containers = pods.get(podUid) ?? new Map<string, ContainerLog[]>();
    pods.set(podUid, containers);
    const logs = containers.get(container) ?? [];
    containers.set(container, logs);
    return logs;
  }

  return {
    begin(podUid, container) {
      const logs = instances(podUid, container);
      logs.unshift({ startedAt: now(), lines: [], isOver: false });
      logs.length = Math.min(logs.length, 2);
    },
    write(podUid, container, line) {
      instances(podUid, container)[0]?.lines.push({ at: now(), bytes: Buffer.from(line) });
    },
    end(podUid, container) {
      const newest = instances(podUid, container)[0];
      if (newest !== undefined) newest.isOver = true;
    },
    read: (podUid, container, age) => pods.get(podUid)?.get(container)?.[age],
    forget: (podUid) => void pods.delete(podUid),
  };
}
