import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, createConnection } from '../../../../src/adapters/kubernetes/connection.ts';
import { createAbort } from '../../../../src/adapters/kubernetes/way-back/abort.ts';
import { createUndo } from '../../../../src/adapters/kubernetes/way-back/undo.ts';
import type { WayBackRequest } from '../../../../src/ports.ts';
import { wayBackContract } from '../../way-back-contract.ts';
import { type ApiExchange, type ApiServer, sendJson, sendStatus, startApiServer } from '../api-server.ts';
import { clock } from '../listening.ts';
import { deploymentObject, replicaSetObject } from '../objects.ts';
import { setScene } from './setting.ts';

const request: WayBackRequest = {
  key: 'offer-1',
  service: 'payments-api',
  environment: 'prod',
  workload: { cluster: 'prod-eu', namespace: 'prod', kind: 'Deployment', name: 'payments-api' },
  workloadUid: 'payments-api-uid',
  way: { kind: 'undo' },
  current: {
    number: 43,
    revisionName: 'payments-api-hash43',
    revisionUid: 'payments-api-rs43-uid',
    podHash: 'hash43',
    images: [],
    restartedAt: '',
    createdAt: 0,
  },
  currentLabel: 'v43',
  targetLabel: 'v42',
  by: { userId: 'U0ADA', name: 'Ada' },
  target: {
    number: 42,
    revisionName: 'payments-api-hash42',
    revisionUid: 'payments-api-rs42-uid',
    podHash: 'hash42',
    images: [],
    restartedAt: '',
    createdAt: 0,
  },
};

let server: ApiServer;
let deployment: object | undefined;
let replicaSet: object | undefined;
let onPatch: (exchange: ApiExchange) => void;

beforeEach(async () => {
  deployment = deploymentObject({ revision: 43 });
  replicaSet = replicaSetObject({ revision: 42 });
  onPatch = ({ response }) => sendJson(response, 200, {});
  server = await startApiServer((exchange) => {
    if (exchange.request.method === 'PATCH') return onPatch(exchange);
    const object = exchange.url.pathname.includes('/deployments/') ? deployment : replicaSet;
    if (object === undefined) sendStatus(exchange.response, 404, 'not found');
    else sendJson(exchange.response, 200, object);
  });
});

afterEach(() => server.close());

function undo(timeoutMs = 5_000) {
  const connection = createConnection({
    cluster: 'prod-eu',
    options: { kind: 'server', url: server.url },
    clock,
  });
  return createUndo({ connection, timing: { timeoutMs } })
    .carryOut(request)
    .finally(() => connection.close());
}

const patches = () => server.exchanges.filter(({ request: { method } }) => method === 'PATCH');

const timing = { timeoutMs: 2_000, settleMs: 10 };
const create = (connection: Connection) => createUndo({ connection, timing });

wayBackContract('undo of a Deployment', () => setScene({ kind: 'Deployment', create }));
wayBackContract('undo of a StatefulSet', () => setScene({ kind: 'StatefulSet', create }));
wayBackContract('undo of a DaemonSet', () => setScene({ kind: 'DaemonSet', create }));
wayBackContract('undo of an Argo Rollout', () => setScene({ kind: 'Rollout', create }));
wayBackContract('abort of an Argo Rollout', () =>
  setScene({
    kind: 'Rollout',
    create: (connection) => createAbort({ connection, timing }),
    deploy: { steps: [{ setWeight: 20 }, { pause: {} }] },
    way: (stableHash) => ({ kind: 'abort', stableHash }),
    isAbort: true,
  }),
);

describe('an undo', () => {
  it('replaces the template alone, and lets the API server check uid and revision', async () => {
    const result = await undo();

    expect(result).toEqual({ kind: 'applied' });
    const [patch] = patches();
    expect(patch?.url.searchParams.get('fieldManager')).toBe('shipmate');
    expect(patch?.request.headers['content-type']).toBe('application/json-patch+json');
    expect(JSON.parse(patch?.body ?? '')).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'payments-api-uid' },
      { op: 'test', path: '/metadata/annotations/deployment.kubernetes.io~1revision', value: '43' },
      { op: 'test', path: '/metadata/generation', value: 1 },
      {
        op: 'replace',
        path: '/spec/template',
        value: {
          metadata: { labels: { app: 'payments-api' } },
          spec: { containers: [{ name: 'api', image: 'registry.example/payments-api:v42' }] },
        },
      },
    ]);
  });

  it.each([
    [
      'newer-revision',
      () => {
        deployment = deploymentObject({ revision: 44 });
      },
    ],
    [
      'paused',
      () => {
        deployment = deploymentObject({ revision: 43, paused: true });
      },
    ],
    [
      'workload-gone',
      () => {
        deployment = undefined;
      },
    ],
    [
      'workload-gone',
      () => {
        deployment = deploymentObject({ revision: 43, uid: 'another' });
      },
    ],
    [
      'target-gone',
      () => {
        replicaSet = undefined;
      },
    ],
    [
      'target-gone',
      () => {
        replicaSet = replicaSetObject({ revision: 42, uid: 'another' });
      },
    ],
  ])('is refused without a patch: %s', async (because, arrange) => {
    arrange();

    const result = await undo();

    expect(result).toEqual({ kind: 'refused', because });
    expect(patches()).toEqual([]);
  });

  it('is already there when the target has become the current revision', async () => {
    deployment = deploymentObject({ revision: 44 });
    replicaSet = replicaSetObject({ revision: 44, uid: 'payments-api-rs42-uid' });

    const result = await undo();

    expect(result).toEqual({ kind: 'already-there' });
  });

  it('looks again when the API server refuses the patch', async () => {
    onPatch = ({ response }) => {
      deployment = deploymentObject({ revision: 44 });
      sendStatus(response, 422, 'the server rejected our request due to an error in our request');
    };

    const result = await undo();

    expect(result).toEqual({ kind: 'refused', because: 'newer-revision' });
  });

  it('waits until the controller has given a change of the spec its revision', async () => {
    const unseen = deploymentObject({ revision: 43, generation: 2 });
    deployment = { ...unseen, status: { observedGeneration: 1 } };
    setTimeout(() => {
      deployment = deploymentObject({ revision: 44, generation: 2 });
    }, 50);

    const result = await undo();

    expect(result).toEqual({ kind: 'refused', because: 'newer-revision' });
    expect(patches()).toEqual([]);
  });

  it('tries again when only an autoscaler came in between', async () => {
    onPatch = ({ response }) => {
      deployment = deploymentObject({ revision: 43, generation: 2 });
      onPatch = (again) => sendJson(again.response, 200, {});
      sendStatus(response, 422, 'the server rejected our request due to an error in our request');
    };

    const result = await undo();

    expect(result).toEqual({ kind: 'applied' });
    expect(patches().map(({ body }) => JSON.parse(body)[2].value)).toEqual([1, 2]);
  });

  it('does not repeat a patch that the API server does not take', async () => {
    onPatch = ({ response }) => sendStatus(response, 422, 'Deployment.apps "payments-api" is invalid');

    await expect(undo()).rejects.toThrow('is invalid');
    expect(patches()).toHaveLength(1);
  });

  it('names the rule that is missing', async () => {
    onPatch = ({ response }) =>
      sendStatus(
        response,
        403,
        'deployments.apps "payments-api" is forbidden: User "shipmate" cannot patch resource "deployments" in API group "apps" in the namespace "prod"',
      );

    const result = await undo();

    expect(result).toEqual({ kind: 'forbidden', rule: 'patch deployments.apps in namespace prod' });
  });

  it('does not know the outcome when the answer never comes', async () => {
    onPatch = () => undefined;

    const failure = undo(200);

    await expect(failure).rejects.toMatchObject({ name: 'TransientError', outcome: 'unknown' });
  });

  it('does not know the outcome when the connection breaks', async () => {
    onPatch = ({ response }) => {
      response.socket?.destroy();
    };

    const failure = undo();

    await expect(failure).rejects.toMatchObject({ code: 'kubernetes-unreachable', outcome: 'unknown' });
  });
});
