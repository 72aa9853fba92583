import type { Probe } from '../src/domain/rollout/snapshot.ts';
import { foreignWords } from './names.ts';

/** What the kubelet asks, as a person would try it: `GET /healthz on port 8080`. */
export function probeName({ kind, target, port }: Probe): string {
  const words = foreignWords(target, 120);
  const place = port === '' ? '' : ` on port ${foreignWords(port, 20)}`;
  switch (kind) {
    case 'http':
      return `GET ${words}${place}`;
    case 'tcp':
      return `TCP${place}`;
    case 'grpc':
      return `the gRPC health check${words === '' ? '' : ` of ${words}`}${place}`;
    case 'exec':
      return words === '' ? 'its probe command' : `the command “${words}”`;
    default:
      return kind satisfies never;
  }
}
