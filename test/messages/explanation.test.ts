import { describe, expect, it } from 'vitest';
import { explanationLines } from '../../messages/explanation/lines.ts';
import { passedOverLines } from '../../messages/explanation/notes.ts';
import type { Problem } from '../../src/domain/problem/problem.ts';
import { type Explanation, explainLook } from '../../src/domain/rollout/explanation.ts';
import type { WorkloadLook } from '../../src/domain/rollout/look.ts';

const look: WorkloadLook = {
  workload: { cluster: 'prod-eu', namespace: 'prod', kind: 'Deployment', name: 'payments-api' },
  labels: {},
  annotations: {},
  revision: { number: 43, images: [{ name: 'payments-api', image: 'registry.example/payments-api:v43' }] },
  phase: 'progressing',
  message: '',
  counts: { desired: 3, updated: 2, updatedAvailable: 1, old: 2, oldAvailable: 1 },
  problems: [],
  suspected: [],
  olderTroubles: [],
};

const crash: Problem = {
  reason: 'CrashLoopBackOff',
  container: 'payments-api',
  pods: 2,
  restarts: 3,
  pod: 'payments-api-7d9f-a',
  message: '',
  image: 'registry.example/payments-api:v43',
  exitCode: 137,
};

const linesOf = (changed: Partial<WorkloadLook>) => explanationLines([explainLook({ ...look, ...changed })]);
const { counts: _counts, ...uncounted } = look;

function withLog(log: NonNullable<Explanation['problems'][number]['log']>): Explanation {
  const explanation = explainLook({ ...look, problems: [crash] });
  return { ...explanation, problems: [{ problem: crash, log }] };
}

describe('an explanation in a terminal', () => {
  it.each<[string, Partial<WorkloadLook>, string]>([
    ['progressing', {}, '▸ … v43 is rolling out: 1 of 3 pods up, 1 older pod still serves traffic.'],
    [
      'progressing, with the words of the controller',
      { message: 'quota' },
      '▸ … v43 is rolling out: 1 of 3 pods up, 1 older pod still serves traffic. Kubernetes says: quota',
    ],
    ['complete', { phase: 'complete' }, '✓ … v43 is live: 1 of 3 pods on v43.'],
    [
      'paused',
      { phase: 'paused' },
      '○ … The rollout of v43 is paused: 1 of 3 pods up, 1 older pod still serves traffic. kubectl rollout resume lets it go on.',
    ],
    ['deleting', { phase: 'deleting', gap: 'deleting' }, '○ … It is being deleted.'],
    [
      'not begun',
      { gap: 'not-begun' },
      '▸ … v43 is not rolling out yet: Kubernetes has given it no revision.',
    ],
    [
      'not observed',
      { gap: 'not-observed' },
      '▸ … v43 is not rolling out yet: Kubernetes has not looked at the newest specification.',
    ],
  ])('%s', (_name, changed, expected) => {
    const lines = linesOf(changed);

    expect(lines).toEqual([expected.replace('…', 'Deployment payments-api in prod, prod-eu ·')]);
  });

  it('failed, and nobody knows why', () => {
    const lines = linesOf({ phase: 'failed', message: 'timed out' });

    expect(lines).toEqual([
      '✗ Deployment payments-api in prod, prod-eu · v43 failed: 1 of 3 pods up, 1 older pod still serves traffic. Kubernetes says: timed out',
      '  No pod reports an error.',
    ]);
  });

  it('does not say that no pod reports an error when it has not seen them', () => {
    const lines = explanationLines([explainLook({ ...uncounted, phase: 'failed', gap: 'revision-missing' })]);

    expect(lines).toEqual([
      '✗ Deployment payments-api in prod, prod-eu · v43 failed. Its pods are not explained: the object that keeps its revision (a ReplicaSet or ControllerRevision) is not among these.',
    ]);
  });

  it('failing: what is wrong, the last lines, and what to try', () => {
    const lines = Array.from({ length: 15 }, (_, index) => `line ${index}`);
    const tail = { lines: [...lines, `\tat ${'x'.repeat(600)}`], isPrevious: true, isCut: false };

    const said = explanationLines([withLog({ kind: 'log', tail })]);

    expect(said.slice(1, 4)).toEqual([
      '  payments-api exits with code 137, killed by SIGKILL (2 pods of v43, 3 restarts).',
      '  Last lines of payments-api-7d9f-a before it died:',
      '    | line 4',
    ]);
    expect(said.at(-2)).toMatch(/^ {4}\| {3}at x{400,}…$/);
    expect(said.at(-1)).toBe(
      '  Try: check the liveness probe of payments-api; it may need more time to start.',
    );
  });

  it('failing: why there is no log', () => {
    const said = explanationLines([
      withLog({ kind: 'none', because: 'Pod a is gone, and its log with it.' }),
    ]);

    expect(said).toContain('  Pod a is gone, and its log with it.');
  });

  it('has one line each, whatever names and messages hold', () => {
    const evil = 'a\nb\u001b[31m\u202e';
    const workload = { ...look.workload, cluster: evil, namespace: evil, name: evil };
    const problem = { ...crash, container: evil, message: evil, pod: evil };

    const lines = linesOf({ workload, message: evil, problems: [problem] });

    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toMatch(/[\n\u202e]|\[31m/);
  });
});

describe('what was passed over', () => {
  it('is counted, and only the most is named', () => {
    const pods = Array.from({ length: 5 }, (_, index) => `pod-${index}`);
    const group = { namespace: 'prod', owner: '', pods, problems: [] };
    const ignored = new Map(Array.from({ length: 14 }, (_, index) => [`Kind${index}`, 14 - index]));

    const lines = passedOverLines({ lonePods: Array(12).fill(group), ignored, unknown: 2 });

    expect(lines[0]).toBe(
      '5 pods in prod without their workload: pod-0, pod-1, pod-2 and 2 more. Nothing controls them, so Shipmate does not follow them.',
    );
    expect(lines.slice(10)).toEqual([
      'And pods of 2 more owners that are not among these objects.',
      expect.stringMatching(/^Passed over, by kind: 14 Kind0, 13 Kind1, .* and 2 more kinds\.$/),
      'Passed over 2 values without a kind or a name.',
    ]);
  });

  it('is nothing when all was explained', () => {
    expect(passedOverLines({ lonePods: [], ignored: new Map(), unknown: 0 })).toEqual([]);
  });
});
