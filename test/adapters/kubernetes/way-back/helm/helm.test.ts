import { describe, expect, it } from 'vitest';
import { wayBackContract } from '../../../way-back-contract.ts';
import { setForContract, setRelease } from './setting.ts';

wayBackContract('Helm release of a Deployment', () => setForContract('Deployment'));
wayBackContract('Helm release of a StatefulSet', () => setForContract('StatefulSet'));
wayBackContract('Helm release of a DaemonSet', () => setForContract('DaemonSet'));

describe('a Helm rollback', () => {
  it('brings back everything that the release held, and says so in its history', async () => {
    const { executor, request, helm, configMap, written, seen } = await setRelease();

    const result = await executor.carryOut(request);
    await seen(3, false);
    const history = await helm.history();

    expect(result).toEqual({ kind: 'applied' });
    expect(await configMap('payments-api-settings')).toEqual({ LOG_LEVEL: 'info' });
    expect(await configMap('only-in-v1')).toEqual({ version: 'v1' });
    expect(await configMap('only-in-v2')).toBeUndefined();
    expect(
      history.map(({ version, info: { status, description } }) => [version, status, description]),
    ).toEqual([
      [1, 'superseded', 'Install complete'],
      [2, 'superseded', 'Upgrade complete'],
      [3, 'deployed', 'Rollback to 1'],
    ]);
    const [first, , third] = history;
    expect(third).toEqual({
      ...first,
      version: 3,
      info: {
        ...first?.info,
        last_deployed: expect.any(String),
        description: 'Rollback to 1',
        status: 'deployed',
      },
    });
    expect(written()).toEqual([
      'POST prod/secrets',
      'PATCH configmaps/payments-api-settings',
      'POST prod/configmaps',
      'PATCH deployments/payments-api',
      'DELETE configmaps/only-in-v2',
      'PATCH secrets/sh.helm.release.v1.payments-api.v2',
      'PATCH secrets/sh.helm.release.v1.payments-api.v3',
    ]);
  });
});
