import type { ProbeAnswer, ProbeFailure } from '../src/domain/problem/probe-failure.ts';
import type { Problem } from '../src/domain/problem/problem.ts';
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

/** `GET /healthz on port 8080 of api answers 503`; of a probe that did not say why: `does not pass`. */
export function failingProbe({ probe, probeFailure }: Problem, container: string): string | undefined {
  if (probe === undefined) return undefined;
  if (probeFailure === undefined) return `${probeName(probe)} of ${container} does not pass`;
  const { purpose, answer } = probeFailure;
  return probe.purpose === purpose
    ? `${probeName(probe)} of ${container} ${probeAnswer(answer)}`
    : `the ${purpose} probe of ${container} ${probeGets(answer)}`;
}

/** `liveness probe fails: GET /live on port 8080 answers 503` */
export function killingProbe(probe: Probe, { purpose, answer }: ProbeFailure): string {
  return probe.purpose === purpose
    ? `${purpose} probe fails: ${probeName(probe)} ${probeAnswer(answer)}`
    : `${purpose} probe ${probeGets(answer)}`;
}

/** Of another probe of the container than the one whose name is known. */
function probeGets(answer: ProbeAnswer): string {
  return answer.kind === 'status' ? `is answered with ${answer.code}` : probeAnswer(answer);
}

function probeAnswer(answer: ProbeAnswer): string {
  switch (answer.kind) {
    case 'status':
      return `answers ${answer.code}`;
    case 'refused':
      return 'is refused: nothing listens there';
    case 'timeout':
      return 'gets no answer in time';
    case 'words': {
      const words = foreignWords(answer.words, 200);
      return words === '' ? 'fails' : `fails, saying “${words}”`;
    }
    default:
      return answer satisfies never;
  }
}
