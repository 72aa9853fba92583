import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ClusterAnswer, ClusterRequest } from './cluster.ts';
import type { Scene } from './services.ts';

export interface ClusterProcess {
  readonly url: string;
  /** By service, in epoch milliseconds: when the API server first wrote that a pod of v2 crashes. */
  readonly crashedAt: ReadonlyMap<string, number>;
  /** By service: when it wrote what makes the end of the rollout. */
  readonly endedAt: ReadonlyMap<string, number>;
  /** Answers when the first request of the rollouts was made. */
  rollOut(): Promise<number>;
  stop(): void;
}

export async function startClusterProcess(scene: Scene, token: string): Promise<ClusterProcess> {
  const child = fork(fileURLToPath(new URL('./cluster.ts', import.meta.url)), { serialization: 'json' });
  const crashedAt = new Map<string, number>();
  const endedAt = new Map<string, number>();
  const opened = Promise.withResolvers<string>();
  const rollingOut = Promise.withResolvers<number>();
  child.on('message', (answer: ClusterAnswer) => {
    if (answer.kind === 'open') opened.resolve(answer.url);
    else if (answer.kind === 'rolling-out') rollingOut.resolve(answer.at);
    else (answer.what === 'crash' ? crashedAt : endedAt).set(answer.service, answer.at);
  });
  child.once('exit', (code) => opened.reject(new Error(`the cluster's process ended with ${code}`)));
  const send = (request: ClusterRequest) => child.send(request);

  send({ kind: 'open', scene, token });
  const url = await opened.promise;
  return {
    url,
    crashedAt,
    endedAt,
    rollOut() {
      send({ kind: 'roll-out' });
      return rollingOut.promise;
    },
    stop: () => child.disconnect(),
  };
}
