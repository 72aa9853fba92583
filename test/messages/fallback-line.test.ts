import { describe, expect, it } from 'vitest';
import { withFallbackLine } from '../../messages/fallback-line.ts';
import type { Ownership } from '../../src/domain/ownership/ownership.ts';

const owner = { service: 'payments-api', team: 'payments', channel: '#team-payments', because: 'a label' };

const card = { text: 'v43 is live', blocks: [{ type: 'divider' }] };

function lineOf(of: Ownership, code: string): string {
  const [first] = withFallbackLine(card, of, code).blocks;
  return first !== undefined && 'text' in first ? (first.text as { text: string }).text : '';
}

describe('the line on top of a message in the fallback channel', () => {
  it.each([
    [
      'channel_not_found',
      '#team-payments does not exist, or is private without me in it (team payments). Create it, type /invite @Shipmate there, or change the channel of team payments in the configuration. Until then it is shown here.',
    ],
    [
      'not_in_channel',
      '#team-payments does not have me as a member (team payments). Type /invite @Shipmate in #team-payments. Until then it is shown here.',
    ],
    [
      'is_archived',
      '#team-payments is archived (team payments). Unarchive it, or change the channel of team payments in the configuration. Until then it is shown here.',
    ],
  ])('%s', (code, sentence) => {
    expect(lineOf(owner, code)).toBe(sentence);
  });

  it('names the service when no team is known', () => {
    const { team: _, ...unowned } = owner;

    expect(lineOf(unowned, 'is_archived')).toContain('(service payments-api)');
  });

  it('stands before the message and in its notification, as text without markup', () => {
    const hostile = { ...owner, channel: '#<!channel>\n`x`' };

    const { text, blocks } = withFallbackLine(card, hostile, 'is_archived');

    expect(text).toMatch(/^#&lt;!channel&gt; `x` is archived .* v43 is live$/);
    expect(blocks).toMatchObject([
      { type: 'section', text: { type: 'plain_text', text: expect.stringMatching(/^#<!channel> `x` is /) } },
      { type: 'divider' },
    ]);
  });

  it("keeps within Slack's limits", () => {
    const long = 'x'.repeat(5_000);
    const full = { text: long, blocks: Array.from({ length: 50 }, () => ({ type: 'divider' })) };

    const { text, blocks } = withFallbackLine(full, { ...owner, channel: long, team: long }, long);

    expect(text).toHaveLength(4_000);
    expect(blocks).toHaveLength(50);
    expect(JSON.stringify(blocks[0]).length).toBeLessThan(1_000);
  });
});
