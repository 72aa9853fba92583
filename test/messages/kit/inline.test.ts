import { describe, expect, it } from 'vitest';
import { bold, channelLink, link, mentions, person, toMrkdwn } from '../../../messages/kit/inline.ts';

describe('a person', () => {
  it('is named by Slack where Slack knows them', () => {
    expect(toMrkdwn([person({ userId: 'U0ADA', name: 'Ada' })])).toBe('<@U0ADA>');
  });

  it.each(['', 'channel', '!channel', 'U1> <!channel', 'u0ada'])(
    'with the id %j is only a name',
    (userId) => {
      expect(toMrkdwn([person({ userId, name: '<Ada>' })])).toBe('&lt;Ada&gt;');
    },
  );

  it('without a name is somebody', () => {
    expect(person({ userId: '', name: ' \u0000 ' })).toBe('somebody');
  });
});

describe('mentions', () => {
  it('are those that the caller formatted', () => {
    expect(toMrkdwn(mentions('<!subteam^S0PAY> <@U0ADA>'))).toBe('<!subteam^S0PAY> <@U0ADA> ');
  });

  it.each([undefined, '', '<!channel>', '<!here>', 'Ada', '<!everyone|x>'])('are none in %j', (formatted) => {
    expect(mentions(formatted)).toEqual([]);
  });
});

describe('a link', () => {
  it('leads where it says', () => {
    expect(link('https://ci.example/42', 'the build')).toEqual({
      kind: 'link',
      url: 'https://ci.example/42',
      text: 'the build',
    });
  });

  it.each([
    undefined,
    '',
    'javascript:alert(1)',
    'https://',
    'https://x y',
    'https://a|b>',
    `https://a/${'x'.repeat(4_000)}`,
  ])('to %j is only its words', (url) => {
    expect(link(url, 'the build')).toBe('the build');
  });
});

describe('a channel', () => {
  it('is linked by its id, and unnamed without one', () => {
    expect(toMrkdwn([channelLink('C0PAY'), ' ', channelLink('#team-payments')])).toBe(
      '<#C0PAY> this channel',
    );
  });
});

describe('marks', () => {
  it('are left out of notifications, where foreign text could end them', () => {
    expect(toMrkdwn([bold('*a* <b>')])).toBe('*a* &lt;b&gt;');
  });
});
