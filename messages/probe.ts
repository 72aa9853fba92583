import type { ProbeAnswer, ProbeFailure } from '../src/domain/problem/probe-failure.ts';
import type { Problem } from '../src/domain/problem/problem.ts';
import type { Probe } from '../src/domain/rollout/snapshot.ts';
import { foreignWords } from './names.ts';
import { type Tense, told } from './tense.ts';

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
export function failingProbe(
  { probe, probeFailure }: Problem,
  container: string,
  tense: Tense,
): string | undefined {
  if (probe === undefined) return undefined;
  if (probeFailure === undefined)
    return `${probeName(probe)} of ${container} ${told(tense, 'does not pass', 'did not pass')}`;
  const { purpose, answer } = probeFailure;
  return probe.purpose === purpose
    ? `${probeName(probe)} of ${container} ${probeAnswer(answer, tense)}`
    : `the ${purpose} probe of ${container} ${probeGets(answer, tense)}`;
}

/** `liveness probe fails: GET /live on port 8080 answers 503` */
export function killingProbe(probe: Probe, { purpose, answer }: ProbeFailure, tense: Tense): string {
  return probe.purpose === purpose
    ? `${purpose} probe ${told(tense, 'fails', 'failed')}: ${probeName(probe)} ${probeAnswer(answer, tense)}`
    : `${purpose} probe ${probeGets(answer, tense)}`;
}

/** Of another probe of the container than the one whose name is known. */
function probeGets(answer: ProbeAnswer, tense: Tense): string {
  if (answer.kind !== 'status') return probeAnswer(answer, tense);
  return `${told(tense, 'is', 'was')} answered with ${answer.code}`;
}

function probeAnswer(answer: ProbeAnswer, tense: Tense): string {
  switch (answer.kind) {
    case 'status':
      return `${told(tense, 'answers', 'answered')} ${answer.code}`;
    case 'refused':
      return told(tense, 'is refused: nothing listens there', 'was refused: nothing listened there');
    case 'timeout':
      return told(tense, 'gets no answer in time', 'got no answer in time');
    case 'words': {
      const words = foreignWords(answer.words, 200);
      const fails = told(tense, 'fails', 'failed');
      return words === '' ? fails : `${fails}, saying “${words}”`;
    }
    default:
      return answer satisfies never;
  }
}
