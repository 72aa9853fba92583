import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ClientAnswer, ClientTask, Measurement } from './measurement.ts';
import type { ServerAnswer, ServerRequest } from './server.ts';

const startChild = (file: string) =>
  fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: ['--expose-gc'], serialization: 'json' });

export interface BenchServer {
  makePods(pods: number, isPaged: boolean): Promise<string>;
  burst(events: number): void;
  stop(): void;
}

export function startServer(): BenchServer {
  const child = startChild('./server.ts');
  const send = (request: ServerRequest) => child.send(request);
  return {
    async makePods(pods, isPaged) {
      send({ kind: 'make-pods', pods, isPaged });
      return (await nextMessage<ServerAnswer>(child)).url;
    },
    burst: (events) => send({ kind: 'burst', events }),
    stop: () => child.disconnect(),
  };
}

/** One side in a process that ends with the measurement. Throws when it did not see every event. */
export async function runClient(task: ClientTask, onSynced: () => void): Promise<Measurement> {
  const child = startChild('./client.ts');
  child.send(task);
  while (true) {
    const message = await nextMessage<ClientAnswer>(child);
    if (message.kind === 'measured') return message.measurement;
    if (message.kind === 'failed') throw new Error(`${task.side}, ${task.pods} pods: ${message.because}`);
    onSynced();
  }
}

export async function runLimit(events: number): Promise<number> {
  const child = startChild('./json-parse-limit.ts');
  child.send(events);
  return await nextMessage<number>(child);
}

function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as T);
    });
  });
}
