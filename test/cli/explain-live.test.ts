import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KubernetesStandIn, startKubernetesStandIn } from '../../sandbox/kubernetes/index.ts';
import { shipmate } from './process.ts';
import { type } from './terminal.ts';

let standIn: KubernetesStandIn;

beforeEach(async () => {
  standIn = await startKubernetesStandIn({ pace: 0.02, token: 'secret' });
});

afterEach(async () => {
  await standIn.close();
});

function configuration(...clusters: string[]): string {
  const connection = `connection: {server: {url: "${standIn.url}", token: secret}}`;
  const lines = clusters.map((name) => `  - {name: ${name}, environment: prod, ${connection}}`);
  return `
slack: {botToken: xoxb-t0ken, signingSecret: s3cr3t-signing, fallbackChannel: "#releases"}
clusters:
${lines.join('\n')}
teams:
  - {name: payments, channel: "#team-payments", members: [ada@acme.example]}
`;
}

/** Resolves when the cluster has written what fits; call it before what leads there. */
function written(fits: (object: Record<string, unknown>) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const end = standIn.onWrite(({ object }) => {
      if (!fits(JSON.parse(JSON.stringify(object)))) return;
      end();
      resolve();
    });
  });
}

async function deployCrashing(): Promise<void> {
  const backsOff = written((object) => JSON.stringify(object).includes('"reason":"CrashLoopBackOff"'));
  await standIn.deploy({ namespace: 'prod', name: 'payments-api', version: 'v43', behaviour: 'crashing' });
  await backsOff;
}

describe('shipmate explain of a live workload', () => {
  it('reads it by the configuration, with the last log lines, and writes nothing', async () => {
    await deployCrashing();
    standIn.requests.length = 0;

    const { code, stdout, stderr } = await type('explain deployment/payments-api -n prod', {
      text: configuration('prod-eu'),
    });

    expect(code).toBe(1);
    expect(stderr).toBe('');
    expect(stdout).toContain('✗ Deployment payments-api in prod, prod-eu · v43 is failing: 0 of 3 pods up.');
    expect(stdout).toContain('    | config: DB_POOL_SIZE must be a number, got "ten"');
    expect(new Set(standIn.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  it('says the same as JSON, with the log', async () => {
    await deployCrashing();

    const { code, stdout } = await type('explain deploy payments-api --namespace prod --json', {
      text: configuration('prod-eu'),
    });

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        cluster: 'prod-eu',
        phase: 'failing',
        problems: [
          {
            reason: 'CrashLoopBackOff',
            exitCode: 1,
            log: { lines: expect.arrayContaining(['fatal: cannot start']) },
          },
        ],
      },
    ]);
  });

  it('asks which cluster when there are several', async () => {
    const text = configuration('prod-eu', 'prod-us');

    const unsure = await type('explain deployment/payments-api -n prod', { text });
    const sure = await type('explain deployment/payments-api -n prod --context prod-us', { text });

    expect(unsure.code).toBe(2);
    expect(unsure.stderr).toContain(
      'The configuration has 2 clusters: prod-eu, prod-us. Choose one with --context.',
    );
    expect(sure.code).toBe(1);
    expect(sure.stderr).toBe(
      'There is no Deployment payments-api in namespace prod of cluster prod-us. kubectl get deployments -n prod lists those there are.',
    );
  });

  it('says what to do about a configuration that is wrong', async () => {
    const { code, stderr } = await type('explain deployment/payments-api', { text: 'clusters: 3' });

    expect(code).toBe(1);
    expect(stderr).toContain('The configuration has');
    expect(stderr).toContain('--context CONTEXT');
  });

  it('says that the cluster cannot be reached', async () => {
    const text = configuration('prod-eu').replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1');

    const { code, stderr } = await type('explain deployment/payments-api -n prod', { text });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^Cluster prod-eu cannot be reached at .* \(kubernetes-unreachable\)$/);
  });
});

describe('shipmate explain by the kubeconfig alone', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shipmate-explain-'));
    const kubeconfig = {
      'current-context': 'here',
      contexts: [{ name: 'here', context: { cluster: 'stand-in', user: 'ada', namespace: 'prod' } }],
      clusters: [{ name: 'stand-in', cluster: { server: standIn.url } }],
      users: [{ name: 'ada', user: { token: 'secret' } }],
    };
    writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('uses its context, the namespace of it, and says which contexts there are', async () => {
    await deployCrashing();
    const env = { KUBECONFIG: join(folder, 'kubeconfig') };

    const [found, astray, none] = await Promise.all([
      shipmate(['explain', 'deployment/payments-api'], { cwd: folder, env }),
      shipmate(['explain', 'deployment/payments-api', '--context', 'there'], { cwd: folder, env }),
      shipmate(['explain', 'deployment/payments-api'], { cwd: folder, env: { HOME: folder } }),
    ]);

    expect(found).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('✗ Deployment payments-api in prod, here · v43 is failing'),
      stderr: '',
    });
    expect(astray).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'The kubeconfig has no context "there"; there are: here. (kubernetes-credentials)\n',
    });
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('no kubeconfig found') });
  });
});
