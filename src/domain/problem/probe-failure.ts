import type { ProbePurpose } from '../rollout/snapshot.ts';

/** What a probe got for an answer. */
export type ProbeAnswer =
  | { readonly kind: 'status'; readonly code: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'timeout' }
  /** The kubelet's words, or those of the probe's own command; untrusted text. */
  | { readonly kind: 'words'; readonly words: string };

/** How a probe last failed. */
export interface ProbeFailure {
  readonly purpose: ProbePurpose;
  readonly answer: ProbeAnswer;
  /** Epoch milliseconds by the cluster's clock; 0 when nobody says. */
  readonly at: number;
}

const purposes: Readonly<Record<string, ProbePurpose>> = {
  Startup: 'startup',
  Readiness: 'readiness',
  Liveness: 'liveness',
};

// pkg/kubelet/prober/prober.go: "%s probe failed: %s", "%s probe errored and resulted in %s state: %s".
const failed =
  /^(Startup|Readiness|Liveness) probe (?:failed|errored(?: and resulted in \w+ state)?): ?(.*)$/s;
// pkg/probe/http, pkg/probe/tcp and what Go's network code says in them.
const status = /^HTTP probe failed with statuscode: (\d{3})\b/;
const refused = /^(?:Get "[^"]*": )?dial tcp \S+: connect: connection refused$/;
const timeout =
  /^(?:Get "[^"]*": )?(?:dial tcp \S+: i\/o timeout|context deadline exceeded|net\/http: request canceled)|^command "[^"]*" timed out after|^timeout: |^rpc error: code = DeadlineExceeded/;

/** What an `Unhealthy` event of the kubelet says; undefined when it is worded in another way. */
export function parseProbeFailure(message: string): Omit<ProbeFailure, 'at'> | undefined {
  const [, name = '', words = ''] = failed.exec(message) ?? [];
  const purpose = purposes[name];
  return purpose === undefined ? undefined : { purpose, answer: answerOf(words.trim()) };
}

function answerOf(words: string): ProbeAnswer {
  const code = status.exec(words)?.[1];
  if (code !== undefined) return { kind: 'status', code: Number(code) };
  if (refused.test(words)) return { kind: 'refused' };
  return timeout.test(words) ? { kind: 'timeout' } : { kind: 'words', words };
}
