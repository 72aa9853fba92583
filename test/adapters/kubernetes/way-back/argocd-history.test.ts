import { describe, expect, it } from 'vitest';
import type { DeployRequest } from '../../../../sandbox/kubernetes/index.ts';
import type { Connection } from '../../../../src/adapters/kubernetes/connection.ts';
import { createArgoCdHistory } from '../../../../src/adapters/kubernetes/way-back/argocd-history.ts';
import { type WayBackSetting, wayBackContract } from '../../way-back-contract.ts';
import {
  applicationUrl,
  headers,
  isPatch,
  nextSecond,
  patchApplication,
  request,
  type Scene,
  setScene,
  until,
} from './argocd-scene.ts';

async function setting(kind?: DeployRequest['kind']): Promise<WayBackSetting> {
  const { standIn, deploy, seen, ...scene } = await setScene(kind);
  return {
    ...scene,
    async untilThere() {
      await seen(3);
    },
    async overtake() {
      await deploy('v3');
      await seen(3);
    },
    loseNextAnswer: () => standIn.faults.hangAfterPatch(1),
    forbidNextWrite: () => standIn.faults.next({ match: isPatch, status: 403 }),
  };
}

wayBackContract('history of an Argo CD Application, of a Deployment', () => setting());
wayBackContract('history of an Argo CD Application, of a StatefulSet', () => setting('StatefulSet'));
wayBackContract('history of an Argo CD Application, of a DaemonSet', () => setting('DaemonSet'));

describe('a return to an entry of the history', () => {
  it('is the operation that Argo CD writes itself, with who asked and why', async () => {
    const { executor, request: asked, argoCd } = await setScene();
    const [first] = argoCd.application('payments-api').status?.history ?? [];

    const result = await executor.carryOut({ ...asked, reason: 'cards are declined' });
    const { status, operation } = argoCd.application('payments-api');

    expect(result).toEqual({ kind: 'applied' });
    expect(operation).toBeUndefined();
    expect(status?.operationState).toMatchObject({ phase: 'Succeeded' });
    expect(status?.operationState?.operation).toEqual({
      initiatedBy: { username: 'shipmate' },
      info: [
        { name: 'shipmate.dev/rollback', value: asked.key },
        { name: 'Requested by', value: 'Ada' },
        { name: 'Reason', value: 'cards are declined' },
      ],
      sync: { revision: first?.revision, source: first?.source, syncStrategy: { apply: {} } },
    });
    expect(status?.history?.at(-1)).toMatchObject({ id: 2, revision: first?.revision });
  });

  const refusals: readonly (readonly [string, (scene: Scene) => void | Promise<void>, object])[] = [
    [
      'automated sync is on',
      ({ argoCd }) => argoCd.automate('payments-api', { selfHeal: true }),
      {
        kind: 'refused-elsewhere',
        said: expect.stringMatching(/^automated sync is on for Application argocd\/payments-api/),
      },
    ],
    [
      'an operation is running',
      ({ argoCd }) => {
        argoCd.hold('waiting for healthy state');
        argoCd.sync('payments-api');
      },
      {
        kind: 'refused-elsewhere',
        said: expect.stringMatching(/^another operation is in progress .*, started by admin/),
      },
    ],
    [
      'the entry is not there any more',
      async ({ argoCd, standIn, seen }) => {
        const { status } = argoCd.application('payments-api');
        await patchApplication(standIn.url, { status: { history: status?.history?.slice(1) } });
        await seen(2);
      },
      { kind: 'refused', because: 'target-gone' },
    ],
    [
      'something else was deployed since it was confirmed, which would be taken back, too',
      async ({ argoCd, deploy }) => {
        await nextSecond();
        await deploy('v2', request('v1', { name: 'ledger' }));
        await until(() => argoCd.application('payments-api').status?.history?.length === 3);
      },
      { kind: 'refused', because: 'newer-revision' },
    ],
    [
      'the Application was made anew, with entries of the same ids',
      ({ request: { way } }) => {
        if (way.kind !== 'argocd-history') return expect.fail('another way');
        for (const entry of way.entries) Object.assign(entry, { content: 'of another Application' });
      },
      { kind: 'refused', because: 'target-gone' },
    ],
    [
      'the workload is paused',
      ({ standIn }) => standIn.deploy(request('v2', { managedBy: 'argocd', paused: true })),
      { kind: 'refused', because: 'paused' },
    ],
    [
      'the workload is gone',
      ({ standIn }) => standIn.remove('prod', 'payments-api'),
      { kind: 'refused', because: 'workload-gone' },
    ],
    [
      'the Application is gone',
      async ({ standIn }) => {
        await fetch(applicationUrl(standIn.url), { method: 'DELETE', headers });
      },
      {
        kind: 'refused-elsewhere',
        said: expect.stringContaining('there is no Application argocd/payments-api any more'),
      },
    ],
  ];

  it.each(refusals)('is refused, and nothing is changed, when %s', async (_name, arrange, expected) => {
    const scene = await setScene();
    await arrange(scene);
    const before = scene.writes();

    const result = await scene.executor.carryOut(scene.request);

    expect(result).toMatchObject(expected);
    expect(scene.writes()).toBe(before);
  });
});

describe('an Application of the same name that does not hold the workload', () => {
  it('is left alone', async () => {
    const scene = await setScene();
    const { connection } = scene;
    const elsewhere = { kind: 'Deployment', namespace: 'staging', name: 'payments-api' };
    const executor = createArgoCdHistory({
      connection: {
        ...connection,
        async json(options) {
          const answer = await connection.json(options);
          if (!options.path.includes('/applications/')) return answer;
          const { status, ...rest } = answer as ReturnType<typeof scene.argoCd.application>;
          return { ...rest, status: { ...status, resources: [elsewhere] } };
        },
      },
    });

    const result = await executor.carryOut(scene.request);

    expect(result).toEqual({ kind: 'refused', because: 'managed' });
    expect(scene.writes()).toBe(0);
  });
});

describe('an Application that changes between the look and the patch', () => {
  /** Does something right before the first patch is sent. */
  const racing = ({ connection }: Scene, meanwhile: () => void): Connection => {
    let isFirst = true;
    return {
      ...connection,
      json(options) {
        if (options.method === 'PATCH' && isFirst) {
          isFirst = false;
          meanwhile();
        }
        return connection.json(options);
      },
    };
  };
  const racingExecutor = (scene: Scene, meanwhile: () => void) =>
    createArgoCdHistory({ connection: racing(scene, meanwhile), timing: { timeoutMs: 1_000, settleMs: 10 } });

  it('is refused by the API server itself, and the next look says why', async () => {
    const scene = await setScene();
    const executor = racingExecutor(scene, () => scene.argoCd.automate('payments-api', {}));

    const result = await executor.carryOut(scene.request);

    expect(result).toMatchObject({
      kind: 'refused-elsewhere',
      said: expect.stringContaining('automated sync'),
    });
    expect(scene.writes()).toBe(0);
    expect(scene.standIn.requests.filter(isPatch).map(({ status }) => status)).toEqual([422]);
  });

  it('is tried again when the change has nothing to do with it', async () => {
    const scene = await setScene();
    const executor = racingExecutor(scene, () => scene.argoCd.automate('payments-api', { enabled: false }));

    const result = await executor.carryOut(scene.request);

    expect(result).toEqual({ kind: 'applied' });
    expect(scene.standIn.requests.filter(isPatch).map(({ status }) => status)).toEqual([422, 200]);
  });
});

describe('while Argo CD is at it', () => {
  it('the rollback waits, and is done once', async () => {
    const { executor, request: asked, argoCd, writes } = await setScene();
    argoCd.hold('waiting for completion of hook batch/Job/migrate');

    const first = await executor.carryOut(asked);
    const second = await executor.carryOut(asked);
    argoCd.hold(undefined);
    await until(() => argoCd.application('payments-api').operation === undefined);
    const third = await executor.carryOut(asked);

    expect([first, second]).toEqual([
      { kind: 'waiting', for: 'reconciler' },
      { kind: 'waiting', for: 'reconciler' },
    ]);
    expect(third).toEqual({ kind: 'applied' });
    expect(writes()).toBe(1);
  });

  it('its words say why it failed', async () => {
    const { executor, request: asked, argoCd } = await setScene();
    argoCd.cutOff(true);

    const result = await executor.carryOut(asked);

    expect(result).toEqual({
      kind: 'refused-elsewhere',
      who: 'Argo CD',
      said: expect.stringMatching(/^ComparisonError: Failed to load target state: .*failed to list refs/),
    });
  });

  it('a sync window that holds it back ends it: it would come hours after anybody wants it', async () => {
    const { executor, request: asked, argoCd, seen } = await setScene();
    argoCd.hold('Sync operation blocked by sync window');

    const result = await executor.carryOut(asked);
    argoCd.hold(undefined);
    const { operation, status } = argoCd.application('payments-api');

    expect(result).toMatchObject({
      kind: 'refused-elsewhere',
      said: expect.stringContaining('nothing was changed'),
    });
    expect([operation, status?.operationState]).toEqual([undefined, undefined]);
    expect((await seen(2)).observation.revision.number).toBe(2);
  });

  it('somebody who syncs meanwhile wins', async () => {
    const { executor, request: asked, argoCd, standIn, writes } = await setScene();
    const stop = standIn.onWrite(({ object }) => {
      // As the rollback's own operation ends, somebody presses Sync.
      const { operation, status } = object as ReturnType<typeof argoCd.application>;
      if (operation !== undefined || status?.history?.length !== 3) return;
      stop();
      argoCd.sync('payments-api');
    });
    argoCd.hold('waiting');
    await executor.carryOut(asked);
    argoCd.hold(undefined);
    await until(() => argoCd.application('payments-api').status?.history?.length === 4);

    const result = await executor.carryOut(asked);

    expect(result).toEqual({ kind: 'refused', because: 'newer-revision' });
    expect(writes()).toBe(1);
  });

  it('an operation that somebody took away is not begun again', async () => {
    const { executor, request: asked, argoCd, standIn, writes } = await setScene();
    argoCd.hold('waiting');
    const first = await executor.carryOut(asked);
    await patchApplication(standIn.url, { operation: null, status: { operationState: null } });

    const result = await executor.carryOut({ ...asked, isBegun: true });

    expect(first).toMatchObject({ kind: 'waiting' });
    expect(result).toMatchObject({
      kind: 'refused-elsewhere',
      said: expect.stringContaining('not there any more'),
    });
    // That of the rollback, and that of whoever took it away.
    expect(writes()).toBe(2);
  });
});
