import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/index.ts';
import { lastProbeFailure } from '../../../src/adapters/kubernetes/read-probe-failure.ts';
import { builtInRedaction } from '../../../src/domain/redaction/redaction.ts';
import { type ApiExchange, type ApiServer, sendJson, sendStatus, startApiServer } from './api-server.ts';
import { clock, silentLog } from './listening.ts';

let server: ApiServer;
let kubernetes: Kubernetes;
let answer: (exchange: ApiExchange) => void;

beforeEach(async () => {
  server = await startApiServer((exchange) => answer(exchange));
  kubernetes = createKubernetes({
    cluster: 'prod-eu',
    connection: { kind: 'server', url: server.url },
    log: silentLog,
    clock,
  });
});

afterEach(async () => {
  await kubernetes.close();
  await server.close();
});

const question = {
  workload: { cluster: 'prod-eu', namespace: 'prod', kind: 'Deployment', name: 'payments-api' },
  ...{ pod: 'payments-api-x', podUid: 'pod-1', container: 'api' },
  purposes: ['startup', 'readiness'],
} as const;

function event(message: string, rest: object = {}) {
  const fieldPath = 'spec.containers{api}';
  const involvedObject = { kind: 'Pod', name: 'payments-api-x', uid: 'pod-1', fieldPath };
  return { involvedObject, reason: 'Unhealthy', message, lastTimestamp: '2026-08-01T10:00:00Z', ...rest };
}

const status = (code: number) => `Readiness probe failed: HTTP probe failed with statuscode: ${code}`;
const readOf = (...events: readonly unknown[]) => lastProbeFailure(events, question, builtInRedaction);

describe('what a probe answered', () => {
  it('is asked of the events of the one pod, by its uid', async () => {
    answer = ({ response }) => sendJson(response, 200, { items: [event(status(503))] });

    const failure = await kubernetes.probes.readProbeFailure(question);

    expect(failure).toEqual({
      purpose: 'readiness',
      answer: { kind: 'status', code: 503 },
      at: Date.parse('2026-08-01T10:00:00Z'),
    });
    expect(server.exchanges.map(({ url }) => [url.pathname, Object.fromEntries(url.searchParams)])).toEqual([
      [
        '/api/v1/namespaces/prod/events',
        { fieldSelector: 'involvedObject.uid=pod-1,reason=Unhealthy', limit: '100' },
      ],
    ]);
  });

  it('is nothing when there are no events', async () => {
    answer = ({ response }) => sendJson(response, 200, { items: [] });

    expect(await kubernetes.probes.readProbeFailure(question)).toBeUndefined();
  });

  it('names the rule that is missing', async () => {
    answer = ({ response }) =>
      sendStatus(
        response,
        403,
        'events is forbidden: User "shipmate" cannot list resource "events" in API group "" in the namespace "prod"',
      );

    await expect(kubernetes.probes.readProbeFailure(question)).rejects.toMatchObject({
      code: 'kubernetes-forbidden',
      rule: 'list events in namespace prod',
    });
  });
});

describe('of several events', () => {
  it('the newest counts, by whichever time its recorder moves', () => {
    const older = event(status(500), { count: 9 });
    const newer = event(status(503), { lastTimestamp: '2026-08-01T10:05:00Z' });
    const series = { count: 4, lastObservedTime: '2026-08-01T10:07:00.123456Z' };
    const newest = event(status(504), { eventTime: '2026-08-01T09:00:00Z', lastTimestamp: null, series });

    expect(readOf(newer, older)?.answer).toEqual({ kind: 'status', code: 503 });
    expect(readOf(newest, newer, older)?.answer).toEqual({ kind: 'status', code: 504 });
  });

  it('those of another container, pod, probe or reason say nothing of it', () => {
    const about = (rest: object) => ({
      ...event(status(503)),
      involvedObject: { ...event('').involvedObject, ...rest },
    });

    expect(
      readOf(
        about({ fieldPath: 'spec.containers{proxy}' }),
        about({ uid: 'pod-2' }),
        event('Liveness probe failed: HTTP probe failed with statuscode: 503'),
        event(status(503), { reason: 'BackOff' }),
        event('Readiness probe is tired'),
      ),
    ).toBeUndefined();
    expect(readOf(about({ fieldPath: undefined }), about({ uid: undefined }))?.answer.kind).toBe('status');
  });

  it('what its command says comes without secrets', () => {
    const said = event('Readiness probe failed: mysql: login with password=hunter2 failed');

    expect(readOf(said)?.answer).toEqual({
      kind: 'words',
      words: 'mysql: login with password=[hidden: password] failed',
    });
  });

  it('anything that is no event is passed over', () => {
    const junk = [null, 1, 'x', [], {}, { reason: 'Unhealthy' }, event(status(503), { involvedObject: 7 })];

    expect(readOf(...junk, event(status(503)))?.answer.kind).toBe('status');
    expect(readOf(...junk, event('x'.repeat(1_000_000)))).toBeUndefined();
  });
});
