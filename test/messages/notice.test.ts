import { describe, expect, it } from 'vitest';
import type { Message } from '../../messages/kit/message.ts';
import { renderNotice } from '../../messages/notice.ts';
import type { Card, Notice } from '../../src/domain/release/card.ts';
import { workloadKey } from '../../src/domain/rollout/workload.ts';
import { expectAccepted } from './accepted.ts';
import { cardStates } from './card-states.ts';
import {
  build,
  card,
  cardOf,
  crash,
  failing,
  log,
  podCounts,
  reading,
  rollout,
  run,
  tracked,
} from './cards.ts';
import { suspendedCard } from './flux-states.ts';
import { noon, read } from './read.ts';

const workload = workloadKey(rollout().workload);
const mention = '<!subteam^S0PAY>';

function notice(kind: Notice['kind'], at = noon): Notice {
  return { key: `${kind}/${workload}/${at}`, kind, environment: 'prod', workload, at };
}

function reply(of: Card, kind: Notice['kind'], mentioned = true): Message {
  const message = renderNotice(of, notice(kind), { now: noon, ...(mentioned ? { mention } : {}) });
  expectAccepted(message);
  return message;
}

const rolledBack = cardOf({
  ...failing,
  status: 'rolled-back',
  rollback: run({ status: 'done', counts: podCounts(3, 3, 0), endedAt: noon }),
});

const rollbackFailed = cardOf({
  ...failing,
  rollback: run({
    status: 'failed',
    endedAt: noon,
    failure: { kind: 'not-healthy-in-time', withinMs: 900_000 },
  }),
});

describe('the reply that a rollout is failing', () => {
  it('calls the team and shows the evidence', () => {
    expect(read(reply(cardOf(failing), 'failing'))).toMatchSnapshot();
  });

  it('calls nobody when nobody is configured', () => {
    expect(read(reply(cardOf(failing), 'failing', false))).not.toContain('@');
  });

  it('does not change with every crash', () => {
    const later = {
      ...failing,
      problems: [tracked(crash({ restarts: 9, pods: 5 }), { log: log(['fatal']) })],
    };
    const before = { ...failing, problems: [tracked(crash(), { log: log(['fatal']) })] };

    expect(reply(cardOf(later), 'failing')).toEqual(reply(cardOf(before), 'failing'));
  });

  it('is joined by problems that come later, until the next reply', () => {
    const later = tracked(crash({ container: 'proxy' }), { firstSeenAt: noon + 60_000 });
    const more = cardOf({ ...failing, problems: [tracked(crash()), later] });
    const next = { ...more, notices: [notice('failing'), notice('failing', noon + 50_000)] };

    expect(read(reply(more, 'failing'))).toContain('proxy exits');
    expect(read(reply(next, 'failing'))).not.toContain('proxy exits');
  });

  it('says of many problems the logs of the first ones, and counts what is left', () => {
    const problems = Array.from({ length: 12 }, (_, index) =>
      tracked(crash({ container: `sidecar-${index}` }), { log: log([`line of ${index}`]) }),
    );

    const text = read(reply(cardOf({ ...failing, problems }), 'failing'));

    expect(text).toContain('line of 2');
    expect(text).not.toContain('line of 3');
    expect(text).toContain('And 4 more.');
  });

  it('holds 30 lines of a log, the newest', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `line ${index}`);
    const problems = [tracked(crash(), { log: log(lines) })];

    const shown = read(reply(cardOf({ ...failing, problems }), 'failing')).match(/│ line \d+/g) ?? [];

    expect(shown).toHaveLength(30);
    expect(shown.at(-1)).toBe('│ line 49');
  });

  it.each([
    [
      'with its size',
      [{ lines: 213, hidden: 2 }],
      'Full log as a file in this thread (213 lines, 2 secrets hidden).',
    ],
    [
      'with one line',
      [{ lines: 1, hidden: 1 }],
      'Full log as a file in this thread (1 line, 1 secret hidden).',
    ],
    ['without secrets', [{ lines: 1_204, hidden: 0 }], 'Full log as a file in this thread (1,204 lines).'],
    [
      'of several containers',
      [{ lines: 7, hidden: 0, containers: ['payments-api', 'proxy'] }],
      'Full logs of payments-api and proxy as a file in this thread (7 lines).',
    ],
    [
      'and of a later crash',
      [
        { lines: 213, hidden: 0 },
        { lines: 12, hidden: 0 },
      ],
      'Full log as a file in this thread (213 lines). A later crash ended otherwise: its log as a file, too (12 lines).',
    ],
  ])('says that the whole log is a file in the thread, %s, below its last words', (_how, files, words) => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const problems = [tracked(crash(), { log: log(lines), reading: reading(...files) })];

    const text = read(reply(cardOf({ ...failing, problems }), 'failing'));

    expect(text).toContain(`│ line 24\n│ line 25\n│ line 26\n│ line 27\n│ line 28\n│ line 29\n${words}`);
    expect(text).not.toContain('line 23');
  });

  it('says so when nothing moves and no pod tells why', () => {
    expect(read(reply(cardStates['timed out'] ?? card(), 'failing'))).toMatchSnapshot();
  });
});

describe('the reply about a rollback', () => {
  it('that is done pings nobody', () => {
    expect(read(reply(rolledBack, 'rolled-back'))).toMatchSnapshot();
  });

  it('that failed calls the team and says what is left to do', () => {
    expect(read(reply(rollbackFailed, 'rollback-failed'))).toMatchSnapshot();
  });

  it.each(['rolled-back', 'rollback-failed'] as const)(
    '%s still says something once the state has gone on',
    (kind) => {
      expect(read(reply(cardOf({}), kind))).toContain('the card says how it stands');
    },
  );
});

describe('the reply about a Flux that is suspended', () => {
  it.each(['unchanged', 'moved', 'unknown'] as const)('calls before it resumes; git is %s', (git) => {
    expect(read(reply(suspendedCard({ remindedAt: noon, git }), 'flux-resumes'))).toMatchSnapshot();
  });

  it('says how it went once it has resumed', () => {
    const resumed = suspendedCard({ remindedAt: noon, endAsked: { at: noon }, ended: { at: noon } });

    expect(read(reply(resumed, 'flux-resumes'))).toMatchSnapshot();
  });

  it('calls when it cannot be resumed', () => {
    const stuck = suspendedCard({ endAsked: { at: noon }, trouble: { kind: 'no-answer', since: noon } });

    expect(read(reply(stuck, 'flux-stays-suspended'))).toMatchSnapshot();
  });

  it('says with the good news until when', () => {
    expect(read(reply(suspendedCard(), 'rolled-back'))).toMatchSnapshot();
  });

  it('still says something once another rollback has taken its place', () => {
    expect(read(reply(cardOf({}), 'flux-resumes'))).toContain('the card says how it stands');
  });
});

describe('the reply that a build failed', () => {
  it('names the step', () => {
    const failed = build({
      steps: [{ id: 'test', title: 'test', status: 'failed', detail: '3 of 312 failed' }],
    });

    expect(read(reply(card({ releases: [], build: failed }), 'build-failed'))).toMatchSnapshot();
  });
});
