import { describe, expect, it } from 'vitest';
import type { ApiRequest, Connection } from '../../../src/adapters/kubernetes/connection.ts';
import { liveKindNamed } from '../../../src/adapters/kubernetes/live-kind.ts';
import { readWorkload } from '../../../src/adapters/kubernetes/read-workload.ts';
import { PermanentError } from '../../../src/errors.ts';

const deployment = liveKindNamed('deployment');
if (deployment === undefined) throw new Error('there is a kind "deployment"');
const request = { kind: deployment, namespace: 'prod', name: 'payments-api' };

/** Answers each path with what it is given, and remembers what was asked. */
function answering(answers: Readonly<Record<string, unknown>>): {
  connection: Connection;
  asked: ApiRequest[];
} {
  const asked: ApiRequest[] = [];
  const refuse = () => Promise.reject(new Error('only JSON is asked for'));
  const json = (each: ApiRequest) => {
    asked.push(each);
    const answer = answers[each.path];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { asked, connection: { json, read: refuse, stream: refuse, close: () => Promise.resolve() } };
}

const paths = {
  deployment: '/apis/apps/v1/namespaces/prod/deployments/payments-api',
  replicaSets: '/apis/apps/v1/namespaces/prod/replicasets',
  pods: '/api/v1/namespaces/prod/pods',
};

describe('a live workload', () => {
  it('is read with all that its selector picks, and nothing else', async () => {
    const selector = {
      matchLabels: { app: 'payments', tier: 'api' },
      matchExpressions: [
        { key: 'track', operator: 'In', values: ['stable', 'canary'] },
        { key: 'debug', operator: 'NotIn', values: ['on'] },
        { key: 'team', operator: 'Exists' },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    };
    const { connection, asked } = answering({
      [paths.deployment]: { metadata: { name: 'payments-api' }, spec: { selector } },
      [paths.replicaSets]: { items: [{ metadata: { name: 'set' } }] },
      [paths.pods]: { items: [{ metadata: { name: 'pod' } }] },
    });

    const objects = await readWorkload(connection, request);

    expect(objects).toMatchObject([
      { kind: 'Deployment', metadata: { name: 'payments-api' } },
      { kind: 'ReplicaSet', apiVersion: 'apps/v1', metadata: { name: 'set' } },
      { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'pod' } },
    ]);
    expect(asked.slice(1).map(({ query }) => query?.['labelSelector'])).toEqual(
      Array(2).fill('app=payments,tier=api,track in (stable,canary),debug notin (on),team,!old'),
    );
  });

  it('is undefined when there is none', async () => {
    const { connection } = answering({
      [paths.deployment]: new PermanentError('kubernetes-not-found', 'not found'),
    });

    const objects = await readWorkload(connection, request);

    expect(objects).toBeUndefined();
  });

  it('fails as the connection does', async () => {
    const { connection } = answering({
      [paths.deployment]: {},
      [paths.replicaSets]: {},
      [paths.pods]: new PermanentError('kubernetes-forbidden', 'may not list pods'),
    });

    const reading = readWorkload(connection, request);

    await expect(reading).rejects.toThrow('may not list pods');
  });
});

describe('a kind', () => {
  it.each(['deployment', 'Deployment', 'deployments', 'deploy', 'deployments.apps', 'deployment.v1.apps'])(
    'is known as %s',
    (word) => {
      expect(liveKindNamed(word)?.kind).toBe('Deployment');
    },
  );

  it('is not known by any other name', () => {
    expect(liveKindNamed('service')).toBeUndefined();
  });
});
