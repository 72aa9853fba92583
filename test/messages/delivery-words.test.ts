import { describe, expect, it } from 'vitest';
import { withAskedLine } from '../../messages/answer-elsewhere.ts';
import { renderCard } from '../../messages/card.ts';
import { renderFileRefusal } from '../../messages/file-refusal.ts';
import { textLength } from '../../messages/kit/budget.ts';
import { limits } from '../../messages/kit/limits.ts';
import { renderOperatorLine } from '../../messages/operator-line.ts';
import { expectAccepted } from './accepted.ts';
import { card, cardOf, crash, failing, log, podCounts, release, rollout, tracked, undo } from './cards.ts';
import { noon, read, readFallback } from './read.ts';

const stuckFlux = {
  what: 'flux',
  cluster: 'eu',
  owner: 'Kustomization',
  object: { namespace: 'flux-system', name: 'apps' },
} as const;

const footerOf = (text: string) => text.split('\n').at(-1) ?? '';

describe("a card that Slack's limits have kept back", () => {
  const rolling = cardOf({});
  const over = cardOf(
    { status: 'complete', counts: podCounts(3), endedAt: noon },
    { kind: 'succeeded', at: noon },
  );
  const late = (of: typeof rolling, ms: number, isAgain = false) =>
    footerOf(read(renderCard(of, noon, 'plan', { late: { ms, isAgain } })));

  it('says by how much it was behind', () => {
    expect(late(rolling, 40_000)).toContain('Slack limits my updates: this card was 40 s behind.');
    expect(late(over, 95_000)).toContain('Slack limits my updates: this card was 1 min 35 s behind.');
  });

  it('says by how much it came late when it is new', () => {
    const late = { ms: 40_000, isAgain: false, isNew: true };

    const text = footerOf(read(renderCard(rolling, noon, 'plan', { late })));

    expect(text).toContain('Slack limits my messages: this card came 40 s late.');
  });

  it('warns of the next one when it was late before, unless there is none to come', () => {
    expect(late(rolling, 40_000, true)).toContain('this card was 40 s behind, and keeps being late.');
    expect(late(over, 40_000, true)).toMatch(/this card was 40 s behind\.$/);
  });

  it('is the same card but for that line', () => {
    const plain = renderCard(rolling, noon, 'plan');
    const behind = renderCard(rolling, noon, 'plan', { late: { ms: 40_000, isAgain: false } });

    expect(behind.text).toBe(plain.text);
    expect(behind.blocks.slice(0, -1)).toEqual(plain.blocks.slice(0, -1));
    expectAccepted(behind);
  });
});

describe('a file that Slack does not take', () => {
  it.each([
    [
      'not_in_channel',
      'Log of payments-api could not be attached: Slack lets me attach files only where I am a member. Type /invite @Shipmate here, and the next file is attached.',
    ],
    [
      'file_uploads_disabled',
      'Log of payments-api could not be attached: uploads are switched off in this workspace. An administrator of Slack can allow them.',
    ],
    [
      'file_type_not_allowed',
      'Log of payments-api could not be attached: this workspace does not allow text files. An administrator of Slack can allow them.',
    ],
    [
      'storage_limit_reached',
      "Log of payments-api could not be attached: the workspace's storage for files is full. An administrator of Slack can make room.",
    ],
    [
      'file_upload_size_restricted',
      'Log of payments-api could not be attached: it is larger than this workspace allows.',
    ],
    [
      'missing_scope',
      'Log of payments-api could not be attached: my Slack app lacks the scope files:write. An administrator can install it again from its manifest.',
    ],
    ['odd_error', 'Log of payments-api could not be attached: Slack does not take it (odd_error).'],
  ])('%s', (code, sentence) => {
    const message = renderFileRefusal('Log of payments-api', code);

    expect(read(message)).toBe(sentence);
    expect(readFallback(message)).toBe(sentence);
    expectAccepted(message);
  });

  it('cannot ping anybody by its title', () => {
    const message = renderFileRefusal('<!channel>\n*bold* '.repeat(50), '<!here>');

    expect(message.text).not.toMatch(/<!/);
    expectAccepted(message);
  });
});

describe('what an administrator must do', () => {
  it.each([
    [
      { what: 'file', code: 'file_uploads_disabled', channel: 'C0PAY' },
      'I cannot attach files in #team-payments: uploads are switched off in this workspace. An administrator of Slack can allow them.',
    ],
    [
      { what: 'file', code: 'not_in_channel', channel: '#team-search' },
      'I cannot attach files in #team-search: Slack lets me attach files only where I am a member. Type /invite @Shipmate there, and the next file is attached.',
    ],
    [
      { what: 'message', code: 'odd_error', channel: 'C0PAY' },
      'A message for #team-payments could not be shown: Slack refuses it (odd_error). The log has the details; the next change tries again.',
    ],
    [
      { what: 'message', code: 'missing_scope', channel: 'direct' },
      'I cannot send direct messages: my Slack app lacks the scope im:write. An administrator can install it again from its manifest.',
    ],
    [
      { what: 'message', code: 'messages_tab_disabled', channel: 'direct' },
      'I cannot send direct messages: the Messages tab of my Slack app is switched off (messages_tab_disabled). An administrator can switch it on.',
    ],
    [
      { ...stuckFlux, because: 'forbidden' },
      'Flux (Kustomization flux-system/apps) in cluster eu stays suspended after a rollback, although its time is over: I may not patch it; the role in deploy/kubernetes/rollback/flux grants that. I go on trying. By hand: flux resume kustomization apps -n flux-system',
    ],
    [
      { ...stuckFlux, because: 'cluster-not-watched' },
      'Flux (Kustomization flux-system/apps) in cluster eu stays suspended after a rollback, although its time is over: that cluster is not watched any more. By hand: flux resume kustomization apps -n flux-system',
    ],
  ] as const)('%o', (trouble, sentence) => {
    const message = renderOperatorLine(trouble);

    expect(read(message)).toBe(sentence);
    expectAccepted(message);
  });
});

describe('an answer that goes to the person directly', () => {
  it('says where it was asked for, and keeps the answer as it is', () => {
    const answer = { text: 'You are in team search.', blocks: [{ type: 'divider' }] };

    const { text, blocks } = withAskedLine(answer, 'C0PAY');

    expect(text).toBe('You asked in <#C0PAY>, where I cannot answer you. You are in team search.');
    expect(blocks).toHaveLength(2);
    expect(blocks[1]).toEqual({ type: 'divider' });
  });
});

describe('a card that Slack refuses as too long', () => {
  it('keeps to a third of what others may have: its logs go, the reasons and the way back stay', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index} ${'x'.repeat(90)}`);
    const troubled = rollout({ ...failing, problems: [tracked(crash(), { log: log(lines) })], offer: undo });
    const crowded = card({
      releases: ['dev', 'staging', 'prod'].map((environment) =>
        release({ environment, rollouts: [troubled] }),
      ),
    });
    const whole = renderCard(crowded, noon, 'plan');
    const short = renderCard(crowded, noon, 'plan', { isShort: true });

    expect(textLength(whole.blocks)).toBeGreaterThan(limits.shortBlockText);
    expect(textLength(short.blocks)).toBeLessThanOrEqual(limits.shortBlockText);
    expect(short.text.length).toBeLessThanOrEqual(limits.shortText);
    expect(read(short)).toContain('exits with code 1');
    expect(read(short)).toContain('[ Roll back to v42 in prod ]');
    expectAccepted(short);
  });
});
