import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowMarks, rowsOf } from '../../messages/card/row.ts';
import { rowBlocks } from '../../messages/card/rows.ts';
import { renderCard } from '../../messages/card.ts';
import { textLength } from '../../messages/kit/budget.ts';
import { limits } from '../../messages/kit/limits.ts';
import type { Message } from '../../messages/kit/message.ts';
import { renderNotice } from '../../messages/notice.ts';
import { renderRefusal } from '../../messages/refusal.ts';
import {
  type RollbackQuestion,
  renderRefusalModal,
  renderRollbackModal,
} from '../../messages/rollback/modal.ts';
import { findPings } from '../../sandbox/slack/text/pings.ts';
import { actions } from '../../src/domain/permission/action.ts';
import type { Grantee } from '../../src/domain/permission/grantee.ts';
import type { Card, Notice } from '../../src/domain/release/card.ts';
import type { Refusal } from '../../src/domain/rollback/refusal.ts';
import { workloadKey } from '../../src/domain/rollout/workload.ts';
import {
  anyCandidate,
  anyCard,
  anyManager,
  anyPerson,
  anyRollout,
  anyText,
  anyTime,
  anyWayBack,
} from './arbitrary-card.ts';
import { modalRefusals, noon, plain, read, refusals } from './read.ts';

const style = fc.constantFrom('plan' as const, 'plain' as const);

/** What must hold of every message, whatever it is made from. */
function expectSound({ text, blocks }: Message): void {
  expect(refusals({ text, blocks })).toEqual([]);
  expect(blocks.length).toBeGreaterThan(0);
  expect(blocks.length).toBeLessThanOrEqual(limits.blocks);
  expect(textLength(blocks)).toBeLessThanOrEqual(limits.blockText);
  expect(text.trim()).not.toBe('');
  expect(text.length).toBeLessThanOrEqual(4_000);
  expect(stringsIn([text, blocks]).filter((each) => !each.isWellFormed())).toEqual([]);
  const ids = blocks.map(({ block_id }) => block_id);
  expect(new Set(ids).size).toBe(blocks.length);
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** Who is notified, by kind and id. */
function pinged({ text, blocks }: Message): readonly string[] {
  return findPings(text, plain(blocks)).map(({ kind, target }) => `${kind}:${target}`);
}

/** Only people who rolled something back, or let go on what it held, are named by id; nobody who is merely written about. */
function nameable(card: Card): ReadonlySet<string> {
  const people = card.releases.flatMap(({ rollouts }) =>
    rollouts.flatMap(({ rollback }) =>
      [
        rollback?.by,
        rollback?.approval?.by,
        rollback?.lock?.ended?.by,
        rollback?.suspension?.ended?.by,
        rollback?.suspension?.endAsked?.by,
      ].flatMap((by) => (by === undefined ? [] : [`user:${by.userId}`])),
    ),
  );
  return new Set(people);
}

describe('whatever is known of a release', () => {
  it('becomes a card that is short when it must be, and says when it was late', () => {
    const late = fc.record({ ms: fc.integer({ min: 0, max: 1e9 }), isAgain: fc.boolean() });
    fc.assert(
      fc.property(anyCard, style, late, (card, drawn, wasLate) => {
        const short = renderCard(card, noon, drawn, { isShort: true, late: wasLate });

        expectSound(short);
        expect(short.text.length).toBeLessThanOrEqual(limits.shortText);
      }),
    );
  });

  it('becomes a card that Slack takes', () => {
    fc.assert(
      fc.property(anyCard, anyTime, style, (card, now, drawn) => {
        expectSound(renderCard(card, now, drawn));
      }),
    );
  });

  it('notifies nobody by what others wrote', () => {
    fc.assert(
      fc.property(anyCard, style, (card, drawn) => {
        const allowed = nameable(card);

        const strangers = pinged(renderCard(card, noon, drawn)).filter((ping) => !allowed.has(ping));

        expect(strangers).toEqual([]);
      }),
    );
  });

  it('looks the same at any time, so that nothing is sent because time went by', () => {
    fc.assert(
      fc.property(anyCard, anyTime, anyTime, style, (card, now, later, drawn) => {
        expect(renderCard(card, later, drawn)).toEqual(renderCard(card, now, drawn));
      }),
    );
  });

  it('says the same in both styles', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const rows = rowsOf(card).slice(0, 12);
        const rowLines = rows.map(({ status, title }) => `${rowMarks[status]} ${title}`);

        const planned = read({ text: '', blocks: rowBlocks(rows, 'plan') });
        const plainly = read({ text: '', blocks: rowBlocks(rows, 'plain') });

        expect(rowLines.filter((line) => !planned.includes(line))).toEqual([]);
        expect(rowLines.filter((line) => !plainly.includes(line))).toEqual([]);
        expect(renderCard(card, noon, 'plain').text).toBe(renderCard(card, noon, 'plan').text);
      }),
    );
  });
});

describe('whatever is to be told in a thread', () => {
  const kind = fc.constantFrom<Notice['kind']>(
    'failing',
    'rolled-back',
    'rollback-failed',
    'build-failed',
    'flux-resumes',
    'flux-stays-suspended',
  );
  const anyNotice = fc.record({ key: anyText, kind, environment: anyText, at: anyTime });

  it('becomes a reply that Slack takes and that pings only whom it should', () => {
    fc.assert(
      fc.property(anyCard, anyNotice, (card, about) => {
        const [first] = card.releases.flatMap(({ rollouts }) => rollouts);
        const notice = {
          ...about,
          ...(first === undefined ? {} : { workload: workloadKey(first.workload) }),
        };
        const allowed = new Set([...nameable(card), 'usergroup:S0PAY']);

        const message = renderNotice(card, notice, { now: noon, mention: '<!subteam^S0PAY>' });

        expectSound(message);
        expect(pinged(message).filter((ping) => !allowed.has(ping))).toEqual([]);
      }),
    );
  });
});

const anyGrantee: fc.Arbitrary<Grantee> = fc.oneof(
  fc.record({ kind: fc.constantFrom('owner', 'everyone') }),
  fc.record({ kind: fc.constant('team'), name: anyText }),
  fc.record({ kind: fc.constant('group'), id: fc.oneof(anyText, fc.constant('S0ONCALL')) }),
  fc.record({ kind: fc.constant('person'), who: fc.oneof(anyText, fc.constant('U0ADA')) }),
);

const anyRefusal: fc.Arbitrary<Refusal> = fc.oneof(
  fc.record({
    kind: fc.constant('not-permitted'),
    deed: fc.record({ action: fc.constantFrom(...actions), service: anyText, environment: anyText }),
    allowed: fc.array(anyGrantee, { maxLength: 30 }),
    ownTeams: fc.array(anyText, { maxLength: 30 }),
  }),
  fc.record({
    kind: fc.constant('already-requested'),
    by: anyPerson,
    at: anyTime,
    status: fc.constantFrom('requested', 'running', 'done', 'failed'),
    targetLabel: anyText,
  }),
  fc.record({ kind: fc.constant('stale'), label: anyText, currentLabel: anyText }),
  fc.record({ kind: fc.constant('managed'), manager: anyManager }),
  fc.record({ kind: fc.constant('healthy-again'), label: anyText }),
  fc.record({ kind: fc.constantFrom('unknown-button', 'identity-unavailable') }),
  fc.record({ kind: fc.constant('error'), reference: anyText }),
);

describe('whatever is refused', () => {
  it('is said in a message and in a dialog that Slack takes', () => {
    fc.assert(
      fc.property(anyRefusal, (refusal) => {
        expectSound(renderRefusal(refusal));
        expect(modalRefusals(renderRefusalModal(refusal))).toEqual([]);
      }),
    );
  });
});

const anyQuestion: fc.Arbitrary<RollbackQuestion> = fc.record({
  offered: fc.record({ card: anyCard, environment: anyText, rollout: anyRollout, offer: anyWayBack }),
  chosen: anyCandidate,
  secondPerson: fc.constantFrom('not-needed', 'needed', 'may-break-glass'),
  now: anyTime,
});

describe('whatever is offered', () => {
  it('is asked in a dialog that Slack takes, with the offer as its only secret', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const view = renderRollbackModal(question);

        expect(modalRefusals(view)).toEqual([]);
        expect(view.private_metadata).toBe(question.offered.offer.id);
      }),
    );
  });
});
