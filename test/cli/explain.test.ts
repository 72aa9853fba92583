import { describe, expect, it } from 'vitest';
import { clusterList, piped } from './cluster-list.ts';
import { type } from './terminal.ts';

const fixture = (name: string) => `test/fixtures/deployment/${name}.yaml`;

describe('shipmate explain -f', () => {
  it('says how each workload stands, trouble last, and what was passed over', async () => {
    const { code, stdout, stderr } = await type('explain -f -', piped(clusterList()));

    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "✓ Deployment search in prod · v43 is live: 2 of 2 pods on v43.

      ✗ Deployment payments-api in prod · v43 is failing: 0 of 1 pod up.
        ConfigMap payments-config has no key DB_URL. v43 expects it.
        Try: add the key, or roll back.

      2 workloads: 1 complete, 1 failing."
    `);
    expect(stderr).toBe('Passed over, by kind: 1 Service.');
  });

  it('says the same as JSON, by name', async () => {
    const { code, stdout } = await type('explain -f - --json', piped(clusterList()));

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchInlineSnapshot(`
      [
        {
          "cluster": "",
          "counts": {
            "desired": 1,
            "old": 0,
            "oldAvailable": 0,
            "updated": 1,
            "updatedAvailable": 0,
          },
          "kind": "Deployment",
          "message": "v43 is failing: 0 of 1 pod up.",
          "name": "payments-api",
          "namespace": "prod",
          "phase": "failing",
          "problems": [
            {
              "container": "payments-api",
              "hint": "Try: add the key, or roll back.",
              "image": "registry.example/payments-api:v43",
              "message": "couldn't find key DB_URL in ConfigMap prod/payments-config",
              "missing": {
                "key": "DB_URL",
                "kind": "ConfigMap",
                "name": "payments-config",
              },
              "pod": "payments-api-7d9f-a",
              "pods": 1,
              "reason": "CreateContainerConfigError",
              "restarts": 0,
              "sentence": "ConfigMap payments-config has no key DB_URL. v43 expects it.",
            },
          ],
          "revision": 2,
          "version": "v43",
        },
        {
          "cluster": "",
          "counts": {
            "desired": 2,
            "old": 0,
            "oldAvailable": 0,
            "updated": 2,
            "updatedAvailable": 2,
          },
          "kind": "Deployment",
          "message": "v43 is live: 2 of 2 pods on v43.",
          "name": "search",
          "namespace": "prod",
          "phase": "complete",
          "problems": [],
          "revision": 2,
          "version": "v43",
        },
      ]
    `);
  });

  it.each([
    ['complete', 0, 'complete'],
    ['progressing', 0, 'progressing'],
    ['paused', 0, 'paused'],
    ['crash-loop', 1, 'failing'],
    ['image-missing', 1, 'failing'],
    ['deadline-exceeded', 1, 'failed'],
    ['deleting', 0, 'deleting'],
    ['no-revision-yet', 0, 'progressing'],
    ['template-not-observed', 0, 'progressing'],
  ])('%s is exit code %i and phase %s', async (name, expectedCode, phase) => {
    const { code, stdout } = await type(`explain --json -f ${fixture(name)}`);

    const [workload] = JSON.parse(stdout);
    expect(code).toBe(expectedCode);
    expect(workload).toMatchObject({
      namespace: 'prod',
      kind: 'Deployment',
      name: 'payments-api',
      phase,
      message: expect.stringMatching(/\.$/),
    });
  });

  it('reads several files as one', async () => {
    const list = clusterList();
    const pods = JSON.stringify(list.items.filter(({ kind }) => kind === 'Pod'));

    const { stdout } = await type(`explain --filename ${fixture('complete')} --json -f -`, piped(pods));

    expect(JSON.parse(stdout)).toHaveLength(1);
  });

  it('reads typed lists, whose items come without their kind', async () => {
    const list = clusterList();
    const items = list.items
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ kind: _kind, ...rest }) => rest);

    const { stdout } = await type(
      'explain -f - --json',
      piped(JSON.stringify({ kind: 'DeploymentList', apiVersion: 'apps/v1', items })),
    );

    const messages = JSON.parse(stdout).map(({ message }: { message: string }) => message);
    expect(messages).toEqual([
      'v43 is rolling out. Its pods are not explained: the object that keeps its revision (a ReplicaSet or ControllerRevision) is not among these.',
      'v43 is live. Its pods are not explained: the object that keeps its revision (a ReplicaSet or ControllerRevision) is not among these.',
    ]);
  });

  it('says of pods without their workload whose they are, and what is wrong', async () => {
    const list = clusterList();
    const pods = JSON.stringify(list.items.filter(({ kind }) => kind === 'Pod'));

    const { code, stdout, stderr } = await type('explain -f -', piped(pods));

    expect(code).toBe(0);
    expect(stdout).toBe('There is no workload that Shipmate explains.');
    expect(stderr).toContain(
      '1 pod in prod without its workload: payments-api-7d9f-a. ReplicaSet rs-1 is not',
    );
    expect(stderr).toContain('ConfigMap payments-config has no key DB_URL.');
  });

  it('hides secrets in what Kubernetes says', async () => {
    const list = JSON.stringify(clusterList());
    const secret = 'failed: postgres://ada:hunter2@db.example/prod';
    const input = piped(list.replace(/couldn't find key[^"]*/, secret));

    const { stdout } = await type('explain -f - --json', input);

    expect(stdout).toContain('failed: postgres:');
    expect(stdout).not.toContain('hunter2');
  });

  it('is silent about what terminals would obey', async () => {
    const input = piped(
      JSON.stringify(clusterList()).replaceAll('v43', 'v43\\u001b[2J\\u001b]0;title\\u0007'),
    );

    const { stdout } = await type('explain -f -', input);

    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(stdout).toContain('ConfigMap payments-config has no key DB_URL.');
  });
});
