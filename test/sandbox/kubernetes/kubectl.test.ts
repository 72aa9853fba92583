import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import { clusterWithShop, shop, whenRollout } from './argo.ts';
import { deployGood, payments, podWaiting, startCluster } from './harness.ts';

const isInstalled = spawnSync('kubectl', ['version', '--client']).status === 0;
if (!isInstalled) process.stderr.write('kubectl is not installed: its tests of the sandbox are left out\n');

interface Outcome {
  code: number;
  out: string;
  error: string;
}

/** kubectl pointed at the stand-in, with a home of its own so that no cache or config of the machine takes part. */
async function kubectlFor(cluster: KubernetesStandIn) {
  const home = await mkdtemp(join(tmpdir(), 'shipmate-kubectl-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const env = { PATH: process.env['PATH'], HOME: home, KUBECONFIG: '/dev/null' };
  const fixed = ['--server', cluster.url, '--namespace', 'prod'];

  function run(args: string, input = ''): Promise<Outcome> {
    return new Promise((resolve) => {
      const child: ChildProcess = execFile(
        'kubectl',
        [...fixed, ...args.split(' ')],
        { env },
        (failed, out, error) => {
          resolve({ code: failed === null ? 0 : Number(failed.code), out, error });
        },
      );
      child.stdin?.end(input);
    });
  }

  return { run, start: (args: string) => spawn('kubectl', [...fixed, ...args.split(' ')], { env }) };
}

async function clusterAfterCrash() {
  const cluster = await startCluster();
  await deployGood(cluster, 'v42');
  const crashing = podWaiting(cluster, 'CrashLoopBackOff');
  await cluster.deploy(payments('v43', { behaviour: 'crashing' }));
  const pod = await crashing;
  return { cluster, pod, kubectl: await kubectlFor(cluster) };
}

const manifest = (replicas: number | string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: "registry.example.com/payments-api:v42", ports: [{ containerPort: 80 }] }
`;

describe.runIf(isInstalled)('kubectl', () => {
  test('gets and describes a rollout that crashes, and reads the previous log', async () => {
    const { pod, kubectl } = await clusterAfterCrash();
    const { name } = pod.metadata;

    const wide = await kubectl.run('get pods,deployments -o wide');
    const deployment = await kubectl.run('describe deployment payments-api');
    const crashed = await kubectl.run(`describe pod ${name}`);
    const log = await kubectl.run(`logs ${name} --previous --tail 2`);
    const events = await kubectl.run('get events --field-selector type=Warning');

    expect(wide.out).toMatch(/NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES/);
    expect(wide.out).toMatch(
      /deployment\.apps\/payments-api +3\/3 +1 +3 .* registry\.example\.com\/payments-api:v43/,
    );
    expect(deployment.out).toMatch(
      /Replicas: +3 desired \| 1 updated \| 4 total \| 3 available \| 1 unavailable/,
    );
    expect(deployment.out).toMatch(/NewReplicaSet: +payments-api-\w+ \(1\/1 replicas created\)/);
    expect(deployment.out).toContain('Scaled up replica set');
    expect(crashed.out).toMatch(/Last State: +Terminated\n +Reason: +Error\n +Exit Code: +1/);
    expect(crashed.out).toContain('Back-off restarting failed container payments-api in pod');
    expect(log.out).toBe('config: DB_POOL_SIZE must be a number, got "ten"\nfatal: cannot start\n');
    expect(events.out).toContain('BackOff');
  });

  test('shows the history and undoes the rollout', async () => {
    const { kubectl } = await clusterAfterCrash();

    const before = await kubectl.run('rollout history deployment/payments-api');
    const undo = await kubectl.run('rollout undo deployment/payments-api');
    const status = await kubectl.run('rollout status deployment/payments-api --timeout=10s');
    const after = await kubectl.run('rollout history deployment/payments-api');

    expect(before.out).toMatch(/1 +<none>\n2 +<none>/);
    expect(undo.out).toBe('deployment.apps/payments-api rolled back\n');
    expect(status.out).toContain('deployment "payments-api" successfully rolled out');
    expect(after.out).toMatch(/2 +<none>\n3 +<none>/);
  });

  test('applies a manifest, changes it, scales it and deletes it', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v42', { replicas: 1 });
    const kubectl = await kubectlFor(cluster);

    const created = await kubectl.run('apply -f -', manifest(1));
    const configured = await kubectl.run('apply -f -', manifest(2));
    const unchanged = await kubectl.run('apply -f -', manifest(2));
    const status = await kubectl.run('rollout status deployment/web --timeout=10s');
    const scaled = await kubectl.run('scale deployment/web --replicas=3');
    const deleted = await kubectl.run('delete deployment web --cascade=foreground');

    expect([created.out, configured.out, unchanged.out]).toEqual([
      'deployment.apps/web created\n',
      'deployment.apps/web configured\n',
      'deployment.apps/web unchanged\n',
    ]);
    expect(status.out).toContain('successfully rolled out');
    expect(scaled.out).toBe('deployment.apps/web scaled\n');
    expect(deleted.out).toMatch(/^deployment\.apps "web" deleted/);
  });

  test('is refused as by a real server', async () => {
    const cluster = await startCluster({ readOnly: true });
    await cluster.deploy(payments('v42', { paused: true }));
    const kubectl = await kubectlFor(cluster);

    const forbidden = await kubectl.run('scale deployment/payments-api --replicas=3');
    const mayNot = await kubectl.run('auth can-i patch deployments');
    const unknown = await kubectl.run('get widgets');
    const missing = await kubectl.run('get pod nope');

    expect(forbidden.error).toContain(
      'Error from server (Forbidden): deployments.apps "payments-api" is forbidden: User',
    );
    expect([mayNot.code, mayNot.out]).toEqual([1, 'no\n']);
    expect(unknown.error).toContain(`the server doesn't have a resource type "widgets"`);
    expect(missing.error).toBe('Error from server (NotFound): pods "nope" not found\n');
  });

  test('is told what is wrong with a manifest', async () => {
    const cluster = await startCluster();
    await cluster.deploy(payments('v42', { paused: true }));
    const kubectl = await kubectlFor(cluster);

    const wrongType = await kubectl.run('create -f -', manifest('"3"'));
    const unknownField = await kubectl.run('create -f -', manifest(1).replace('replicas', 'replcas'));
    const mismatch = await kubectl.run(
      'create -f -',
      manifest(1).replace('labels: { app: web }', 'labels: { app: x }'),
    );

    expect(wrongType.error).toContain(
      'cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    );
    expect(unknownField.error).toContain('strict decoding error: unknown field "spec.replcas"');
    expect(mismatch.error).toContain(
      'The Deployment "web" is invalid: spec.template.metadata.labels: Invalid value:',
    );
  });

  test('gets, describes, aborts and promotes a Rollout', async () => {
    const { cluster } = await clusterWithShop();
    const kubectl = await kubectlFor(cluster);
    const paused = whenRollout(cluster, ({ phase }) => phase === 'Paused');
    await cluster.deploy(shop('v2'));
    await paused;

    const listed = await kubectl.run('get rollouts');
    const described = await kubectl.run('describe ro shop');
    const aborted = await kubectl.run(
      'patch rollout shop --subresource status --type merge -p {"status":{"abort":true}}',
    );
    const message = await kubectl.run('get rollout shop -o jsonpath={.status.message}');
    const applied = await kubectl.run('set image rollout/shop shop=registry.example.com/shop:v1');
    const edited = await kubectl.run(
      'patch rollout shop --type json -p [{"op":"replace","path":"/spec/replicas","value":4}]',
    );
    const strategic = await kubectl.run('patch rollout shop --type strategic -p {"spec":{"replicas":3}}');

    expect(listed.out).toMatch(/^NAME +DESIRED +CURRENT +UP-TO-DATE +AVAILABLE +AGE\nshop +5 +5 +1 +5 /);
    expect(described.out).toMatch(/Observed Generation: +2\n/);
    expect(described.out).toMatch(/Pause Conditions:\n +Reason: +CanaryPauseStep/);
    expect(aborted.out).toBe('rollout.argoproj.io/shop patched\n');
    expect(message.out).toBe('RolloutAborted: Rollout aborted update to revision 2');
    expect(applied.code).toBe(1);
    expect(edited.out).toBe('rollout.argoproj.io/shop patched\n');
    expect(strategic.error).toContain('application/strategic-merge-patch+json is not supported');
  });

  test('watches', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v42', { replicas: 1 });
    const kubectl = await kubectlFor(cluster);
    const watching = kubectl.start('get deployments --watch');
    onTestFinished(() => void watching.kill());
    const { promise: sawTwo, resolve } = Promise.withResolvers<void>();
    let out = '';
    watching.stdout.setEncoding('utf8').on('data', (text: string) => {
      const isFirst = out === '';
      out += text;
      if (isFirst) void cluster.scale('prod', 'payments-api', 2);
      if (/payments-api +2\/2/.test(out)) resolve();
    });

    await sawTwo;

    expect(out).toMatch(/^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\npayments-api +1\/1 +1 +1 /);
  });
});
