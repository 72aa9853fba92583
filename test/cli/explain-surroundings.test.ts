import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type KubernetesStandInOptions, startKubernetesStandIn } from '../../sandbox/kubernetes/index.ts';
import { piped } from './cluster-list.ts';
import { type } from './terminal.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/deployment/${name}.yaml`, import.meta.url), 'utf8');
const at = '2026-08-01T10:30:00Z';
const crashed = { lastTimestamp: at, reason: 'Unhealthy', metadata: { name: 'e', namespace: 'prod' } };

/** Objects that `kubectl get nodes,hpa,events -o yaml` would add. */
const yamlOf = (...objects: readonly object[]) =>
  objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');
const node = (type: string, status: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-b', uid: 'n-b' },
  status: { conditions: [{ type, status, reason: 'Why', message: 'because', lastTransitionTime: at }] },
});
const autoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'payments-api', namespace: 'prod', uid: 'h-1' },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'payments-api' } },
  status: {
    conditions: [
      {
        type: 'ScalingActive',
        status: 'False',
        reason: 'FailedGetResourceMetric',
        message: 'no metrics',
        lastTransitionTime: '2026-08-01T10:00:00Z',
      },
    ],
  },
};

async function explainFile(text: string) {
  const readable = await type('explain -f -', piped(text));
  const { stdout } = await type('explain -f - --json', piped(text));
  const [document] = JSON.parse(stdout);
  return { ...readable, document };
}

describe('shipmate explain -f with nodes, autoscalers and events', () => {
  it('mutes pods on a node that is lost, and says so', async () => {
    const text = fixture('crash-loop').replaceAll(
      'spec:\n  containers:',
      'spec:\n  nodeName: node-b\n  containers:',
    );

    const { code, stdout, document } = await explainFile(text + yamlOf(node('Ready', 'Unknown')));

    expect(code).toBe(0);
    expect(stdout).toContain('2 pods of v43 are on node node-b, which is not ready');
    expect(document).toMatchObject({ phase: 'progressing', problems: [{ reason: 'NodeNotReady' }] });
  });

  it('names a node under pressure beside the crash', async () => {
    const text = fixture('crash-loop').replaceAll(
      'spec:\n  containers:',
      'spec:\n  nodeName: node-b\n  containers:',
    );

    const { stdout, document } = await explainFile(text + yamlOf(node('MemoryPressure', 'True')));

    expect(stdout).toContain('Node node-b, where they run, is short of memory.');
    expect(document.problems[0].node).toEqual({
      name: 'node-b',
      pods: 2,
      others: 0,
      shortages: ['MemoryPressure'],
    });
  });

  it('says what an autoscaler lacks, which fails nothing', async () => {
    const { code, stdout, document } = await explainFile(
      fixture('complete') + yamlOf(autoscaler, { ...crashed, apiVersion: 'v1', kind: 'Event' }),
    );

    expect(code).toBe(0);
    expect(stdout).toContain('✓ Deployment payments-api in prod · v43 is live');
    expect(stdout).toContain('The autoscaler payments-api gets no CPU or memory metrics');
    expect(stdout).toContain('Since 2026-08-01 10:00 UTC.');
    expect(document.phase).toBe('complete');
  });

  it('says what the probe answered, by the events of the pod', async () => {
    const unready = fixture('progressing')
      .replace(
        'state: { waiting: { reason: ContainerCreating } }',
        'started: true\n      state: { running: { startedAt: "2026-08-01T10:00:10Z" } }',
      )
      .replace(
        'spec:\n  containers:\n    - name: api\n      image: registry.example/payments-api:v43\nstatus:\n  phase',
        'spec:\n  containers:\n    - name: api\n      image: registry.example/payments-api:v43\n      readinessProbe: { httpGet: { path: /healthz, port: 8080 } }\nstatus:\n  phase',
      );
    const involvedObject = {
      kind: 'Pod',
      name: 'payments-api-7d9f-a',
      uid: 'p-7d9f-a',
      fieldPath: 'spec.containers{api}',
    };
    const message = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
    const event = { ...crashed, apiVersion: 'v1', kind: 'Event', involvedObject, message };

    const { code, stdout } = await explainFile(unready + yamlOf(event));

    expect(code).toBe(1);
    expect(stdout).toContain(
      '1 pod of v43 runs but is not ready: GET /healthz on port 8080 of api answers 503.',
    );
  });

  it('tells what may pass from what has lasted, and of the version before', async () => {
    const { code, stdout, document } = await explainFile(fixture('progressing'));
    const older = await explainFile(fixture('old-revision-crashes'));

    expect(code).toBe(0);
    expect(stdout).toContain('  May pass: 1 pod of v43 is still being created');
    expect(document.suspected).toMatchObject([{ reason: 'ContainerCreating', pods: 1 }]);
    expect(older.code).toBe(0);
    expect(older.stdout).toContain('of v42, the version before, crashes: api exits with code 1');
    expect(older.document.olderProblems).toMatchObject([{ version: 'v42', reason: 'CrashLoopBackOff' }]);
  });
});

describe('shipmate explain of a live workload with surroundings', () => {
  async function startLive(options: KubernetesStandInOptions = {}) {
    const standIn = await startKubernetesStandIn({ pace: 0.02, token: 'secret', ...options });
    onTestFinished(() => standIn.close());
    const connection = `connection: {server: {url: "${standIn.url}", token: secret}}`;
    const text = `
slack: {botToken: xoxb-t0ken, signingSecret: s3cr3t-signing, fallbackChannel: "#releases"}
clusters:
  - {name: prod-eu, environment: prod, ${connection}}
teams:
  - {name: payments, channel: "#team-payments", members: [ada@acme.example]}
`;
    const written = (part: string) =>
      new Promise<void>((resolve) => {
        const end = standIn.onWrite(({ object }) => {
          if (!JSON.stringify(object).includes(part)) return;
          end();
          resolve();
        });
      });
    return { standIn, written, explain: () => type('explain deployment/payments-api -n prod', { text }) };
  }
  const payments = { namespace: 'prod', name: 'payments-api', version: 'v43' };

  it('names the liveness probe that kills, and the node that is short of memory', async () => {
    const { standIn, written, explain } = await startLive();
    for (const name of ['node-a', 'node-b']) await standIn.node(name, 'MemoryPressure');
    const backsOff = written('"reason":"CrashLoopBackOff"');
    await standIn.deploy({ ...payments, behaviour: 'hanging' });
    await backsOff;

    const { code, stdout, stderr } = await explain();

    expect(code).toBe(1);
    expect(stderr).toBe('');
    expect(stdout).toContain(
      'payments-api is killed because its liveness probe fails: GET /live on port 8080 gets no answer in time',
    );
    expect(stdout).toContain('is short of memory.');
  });

  it('says of pods on a lost node only that', async () => {
    const { standIn, written, explain } = await startLive();
    const backsOff = written('"reason":"CrashLoopBackOff"');
    await standIn.deploy({ ...payments, behaviour: 'crashing', replicas: 1 });
    await backsOff;
    for (const name of ['node-a', 'node-b']) await standIn.node(name, 'lost');

    const { code, stdout } = await explain();

    expect(code).toBe(0);
    expect(stdout).toContain('1 pod of v43 is on node node-');
    expect(stdout).not.toContain('exits with');
  });

  it('explains without what it may not read, and says which rules are missing', async () => {
    const withheld = new Set(['nodes', 'events', 'horizontalpodautoscalers']);
    const { standIn, written, explain } = await startLive({
      permissions: (_verb, _group, resource) => !withheld.has(resource),
    });
    const backsOff = written('"reason":"CrashLoopBackOff"');
    await standIn.deploy({ ...payments, behaviour: 'hanging', replicas: 1 });
    await backsOff;

    const { code, stdout, stderr } = await explain();

    expect(code).toBe(1);
    expect(stdout).toContain('payments-api exits with code 137');
    expect(stderr).toContain('list horizontalpodautoscalers.autoscaling in namespace prod');
    expect(stderr).toContain('get nodes');
    expect(stderr).toContain('list events in namespace prod');
  });
});
