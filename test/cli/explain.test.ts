import { describe, expect, it } from 'vitest';
import { type } from './terminal.ts';

const fixture = (name: string) => `test/fixtures/deployment/${name}.yaml`;
const bytes = (text: string) => [Buffer.from(text)];

/** Two namespaces as `kubectl get deployments,replicasets,pods,services -A -o json` has them, cut to what is read. */
function clusterList(): object {
  const payments = { namespace: 'prod', name: 'payments-api', uid: 'd-1', generation: 2 };
  const revision = { annotations: { 'deployment.kubernetes.io/revision': '2' } };
  const owner = (kind: string, uid: string) => ({
    ownerReferences: [{ kind, name: uid, uid, controller: true }],
  });
  const containers = [{ name: 'payments-api', image: 'registry.example/payments-api:v43' }];
  const template = { spec: { containers } };
  const waiting = {
    reason: 'CreateContainerConfigError',
    message: "couldn't find key DB_URL in ConfigMap prod/payments-config",
  };
  const search = { namespace: 'prod', name: 'search', uid: 'd-2', generation: 1 };
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { kind: 'Service', apiVersion: 'v1', metadata: { name: 'payments-api', namespace: 'prod' } },
      {
        kind: 'Deployment',
        apiVersion: 'apps/v1',
        metadata: { ...payments, ...revision },
        spec: { replicas: 1, template },
        status: { observedGeneration: '2', replicas: 1, updatedReplicas: 1 },
      },
      {
        kind: 'ReplicaSet',
        apiVersion: 'apps/v1',
        metadata: {
          namespace: 'prod',
          name: 'payments-api-7d9f',
          uid: 'rs-1',
          ...revision,
          ...owner('Deployment', 'd-1'),
        },
        spec: { replicas: 1, template },
      },
      {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: {
          namespace: 'prod',
          name: 'payments-api-7d9f-a',
          uid: 'p-1',
          ...owner('ReplicaSet', 'rs-1'),
        },
        spec: { containers },
        status: { containerStatuses: [{ name: 'payments-api', state: { waiting } }] },
      },
      {
        kind: 'Deployment',
        apiVersion: 'apps/v1',
        metadata: { ...search, ...revision },
        spec: { replicas: 2, template },
        status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
      },
      {
        kind: 'ReplicaSet',
        apiVersion: 'apps/v1',
        metadata: {
          namespace: 'prod',
          name: 'search-1',
          uid: 'rs-2',
          ...revision,
          ...owner('Deployment', 'd-2'),
        },
        spec: { replicas: 2, template },
        status: { availableReplicas: 2 },
      },
    ],
  };
}

describe('shipmate explain -f', () => {
  it('says how each workload stands, trouble last, and what was passed over', async () => {
    const { code, stdout, stderr } = await type('explain -f -', {
      input: bytes(JSON.stringify(clusterList())),
    });

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
    const { code, stdout } = await type('explain -f - --json', {
      input: bytes(JSON.stringify(clusterList())),
    });

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
    ['deleting', 0, 'unknown'],
    ['no-revision-yet', 0, 'unknown'],
    ['template-not-observed', 0, 'unknown'],
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
    const list = clusterList() as { items: { kind: string }[] };
    const pods = JSON.stringify(list.items.filter(({ kind }) => kind === 'Pod'));

    const { stdout } = await type(`explain --filename ${fixture('complete')} --json -f -`, {
      input: bytes(pods),
    });

    expect(JSON.parse(stdout)).toHaveLength(1);
  });

  it('reads typed lists, whose items come without their kind', async () => {
    const list = clusterList() as { items: { kind: string; metadata: object }[] };
    const items = list.items
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ kind: _kind, ...rest }) => rest);

    const { stdout } = await type('explain -f - --json', {
      input: bytes(JSON.stringify({ kind: 'DeploymentList', apiVersion: 'apps/v1', items })),
    });

    const messages = JSON.parse(stdout).map(({ message }: { message: string }) => message);
    expect(messages).toEqual([
      'v43 is rolling out. Its pods are not explained: the ReplicaSet of its revision is not among these objects.',
      'v43 is live. Its pods are not explained: the ReplicaSet of its revision is not among these objects.',
    ]);
  });

  it('says of pods without their workload whose they are, and what is wrong', async () => {
    const list = clusterList() as { items: { kind: string }[] };
    const pods = JSON.stringify(list.items.filter(({ kind }) => kind === 'Pod'));

    const { code, stdout, stderr } = await type('explain -f -', { input: bytes(pods) });

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
    const input = bytes(list.replace(/couldn't find key[^"]*/, secret));

    const { stdout } = await type('explain -f - --json', { input });

    expect(stdout).toContain('failed: postgres:');
    expect(stdout).not.toContain('hunter2');
  });

  it('is silent about what terminals would obey', async () => {
    const input = bytes(
      JSON.stringify(clusterList()).replaceAll('v43', 'v43\\u001b[2J\\u001b]0;title\\u0007'),
    );

    const { stdout } = await type('explain -f -', { input });

    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(stdout).toContain('ConfigMap payments-config has no key DB_URL.');
  });
});

describe('shipmate explain of what it cannot read', () => {
  it.each([
    ['nothing', '', 'stdin is empty: there are no objects to explain.'],
    ['blank lines', '\n\n', 'stdin is empty'],
    ['comments alone', '# nothing yet\n', 'stdin holds no Kubernetes object'],
    ['a word', 'hello', 'stdin:1:1 expected a Kubernetes object, got plain text'],
    ['an object without a kind', 'a: 1', 'nothing in it has a kind'],
    ['broken YAML', 'kind: Pod\nspec:\n  a: [1,\n', 'stdin:4:1 not valid YAML'],
    ['broken YAML further down', 'kind: Pod\n---\nkind: Pod\n\tx: 1\n', 'stdin:4:1 not valid YAML'],
    ['broken JSON', '{"kind": "Pod",\n "spec": {', 'stdin:2:11 not valid YAML'],
    ['an alias of nothing', 'kind: Pod\nspec: *template\n', 'an alias ("*name") has no anchor'],
    ['endless brackets', '['.repeat(100_000), 'nested too deeply'],
    ['endless dashes', `${'- '.repeat(100_000)}a`, 'nested too deeply'],
    ['NUL bytes', 'kind: Pod\u0000', 'stdin is not UTF-8 text'],
  ])('%s: a sentence and exit code 1', async (_what, text, sentence) => {
    const { code, stdout, stderr } = await type('explain -f -', { input: bytes(text) });

    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\bat .*\.ts:|unexpected|"level"/);
  });

  it('expands no alias for ever', async () => {
    const nine = (name: string) => `[${Array(9).fill(`*${name}`).join(', ')}]`;
    const bomb = `kind: Pod\na: &a [x]\nb: &b ${nine('a')}\nc: &c ${nine('b')}\nd: &d ${nine('c')}\ne: ${nine('d')}\n`;

    const { code, stderr } = await type('explain -f -', { input: bytes(bomb) });

    expect(code).toBe(1);
    expect(stderr).toContain('there are too many');
  });

  it.each([
    ['-f nowhere.yaml', 'Cannot read nowhere.yaml: there is no such file.'],
    ['-f test', 'Cannot read test: it is a folder; name the files in it.'],
  ])('%s: says why', async (words, sentence) => {
    const { code, stderr } = await type(`explain ${words}`);

    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
  });

  it('an empty list is fine: there is nothing to explain', async () => {
    const { code, stdout } = await type('explain -f - --json', {
      input: bytes('{"kind": "List", "items": []}'),
    });

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([]);
  });

  it('of ten thousand broken containers says the first, and that --json has all', async () => {
    const list = clusterList() as { items: { kind: string; spec: object; status: object }[] };
    const pod = list.items.find(({ kind }) => kind === 'Pod');
    const state = { waiting: { reason: 'InvalidImageName' } };
    const containerStatuses = Array.from({ length: 10_000 }, (_, index) => ({ name: `c${index}`, state }));
    const items = list.items.map((item) => (item === pod ? { ...pod, status: { containerStatuses } } : item));

    const { code, stdout } = await type('explain -f -', { input: bytes(JSON.stringify(items)) });

    expect(code).toBe(1);
    expect(stdout).toContain('And 9980 more problems; --json has all.');
  });
});

describe('shipmate explain, wrongly used', () => {
  it.each([
    ['explain', 'What should be explained?'],
    ['explain deployment', '"deployment" names no workload.'],
    ['explain deployment/a deployment/b deployment/c', 'One at a time'],
    ['explain sts/ledger', 'kind "sts"'],
    ['explain -f', '--filename needs a value: --filename FILE'],
    ['explain -f --json', '--filename needs a value'],
    ['explain -f - -f -', 'give "-f -" once'],
    ['explain -f - deployment/a', 'Either -f or deployment/a, not both.'],
    ['explain -f - -n prod', '--namespace is for a workload in a cluster'],
    ['explain deployment/a -n prod -n dev', '--namespace may be given once.'],
    ['explain deployment/a --jsn', 'shipmate explain does not know --jsn; did you mean "--json"?'],
    ['serve -f x', 'shipmate serve does not know --filename'],
  ])('%s is exit code 2', async (line, sentence) => {
    const { code, stdout, stderr } = await type(line);

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
  });

  it('explains itself', async () => {
    const { code, stdout } = await type('explain --help');

    expect(code).toBe(0);
    expect(stdout).toContain('Usage: shipmate explain KIND/NAME');
    expect(stdout).toContain('kubectl get deployments,replicasets,pods -o yaml | shipmate explain -f -');
  });
});
