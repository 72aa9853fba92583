import { describe, expect, it } from 'vitest';
import { fallbackLine } from '../../../src/app/delivery/fallback-notice.ts';

const owner = { service: 'payments-api', team: 'payments', channel: '#team-payments', because: 'a label' };

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
    expect(fallbackLine(owner, code)).toBe(sentence);
  });

  it('names the service when no team is known', () => {
    const { team: _, ...unowned } = owner;

    expect(fallbackLine(unowned, 'is_archived')).toContain('(service payments-api)');
  });
});
