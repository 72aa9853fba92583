import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMuteAnswer, renderMutes } from '../../messages/mute.ts';
import { muteChoices, readMuteChoice } from '../../messages/mute-choice.ts';
import type { MuteAnswer } from '../../src/domain/quiet/mute-request.ts';
import { expectAccepted, expectNoForeignEntity } from './accepted.ts';
import { anyMute, anyText } from './arbitrary-card.ts';
import { minutes } from './cards.ts';
import { endless, hostileTexts } from './hostile.ts';
import { muteOf } from './quiet-states.ts';
import { noon, read } from './read.ts';

const service = { kind: 'service', service: 'payments-api' } as const;
const linus = { userId: 'U0LINUS', name: 'Linus' };
const ofCard = { kind: 'card', cardId: 'card-1', title: 'payments-api v43' } as const;
const inDev = { ...service, environment: 'dev' } as const;

const answers: Readonly<Record<string, MuteAnswer>> = {
  'a service': { kind: 'muted', mute: muteOf(service, { reason: 'a flaky node' }) },
  'a service in one environment': { kind: 'muted', mute: muteOf(inDev, { heardIn: [] }) },
  'a service, where much is protected': {
    kind: 'muted',
    mute: muteOf(service, { heardIn: ['prod', 'staging'] }),
  },
  'a service that was muted for longer': {
    kind: 'muted',
    mute: muteOf(service, { replaces: { by: linus, until: noon + minutes(145), reason: 'a migration' } }),
  },
  'a service that was muted for less long': {
    kind: 'muted',
    mute: muteOf(inDev, { heardIn: [], replaces: { by: linus, until: noon + minutes(10) } }),
  },
  'a service that was muted until the same time': {
    kind: 'muted',
    mute: muteOf(inDev, { heardIn: [], replaces: { by: linus, until: noon + minutes(55) } }),
  },
  unmuted: { kind: 'unmuted', mute: muteOf(inDev), also: [], others: [] },
  'unmuted, but not everywhere': {
    kind: 'unmuted',
    mute: muteOf(service),
    also: [],
    others: [muteOf(inDev)],
  },
  'unmuted, with all that was muted of it': {
    kind: 'unmuted',
    mute: muteOf(service),
    also: [muteOf(inDev), muteOf(ofCard)],
    others: [],
  },
  'unmuted, of which only a card was muted': {
    kind: 'unmuted',
    mute: muteOf(ofCard),
    also: [],
    others: [],
  },
  'unmuted in one environment, but a card by itself': {
    kind: 'unmuted',
    mute: muteOf(inDev),
    also: [],
    others: [muteOf(service), muteOf(ofCard)],
  },
  'unmuted, with more than anybody reads': {
    kind: 'unmuted',
    mute: muteOf(service),
    also: Array.from({ length: 12 }, (_, index) => muteOf({ ...ofCard, title: `payments-api v${index}` })),
    others: [],
  },
  'not muted': { kind: 'not-muted', scope: service, others: [] },
  'not muted, but others': { kind: 'not-muted', scope: inDev, others: [muteOf(service)] },
  'an unknown service': { kind: 'unknown-service', service: 'paymets-api', nearest: 'payments-api' },
  'an unknown service like none': { kind: 'unknown-service', service: 'x', nearest: undefined },
  'an unknown environment': { kind: 'unknown-environment', environment: 'prd', known: ['prod', 'dev'] },
  'a button of an old card': { kind: 'unknown-button' },
};

describe.each(Object.entries(answers))('the answer: %s', (_name, answer) => {
  it('says what is so, and what to do', () => {
    const message = renderMuteAnswer(answer);

    expect(read(message)).toMatchSnapshot();
    expectAccepted(message);
  });
});

it('a mute that was asked for twice within seconds is not called longer', () => {
  const mute = muteOf(service, { replaces: { by: linus, until: noon + minutes(55) - 3_000 } });

  expect(read(renderMuteAnswer({ kind: 'muted', mute }))).toContain('by Linus: the end is the same.');
});

describe('the list of what is muted', () => {
  it('says of each until when and by whom', () => {
    const message = renderMutes([
      muteOf(service, { reason: 'a flaky node' }),
      muteOf({ kind: 'card', cardId: 'card-1', title: 'payments-api v43' }),
      muteOf(inDev),
    ]);

    expect(read(message)).toMatchSnapshot();
    expectAccepted(message);
  });

  it('says that there is none', () => {
    expect(read(renderMutes([]))).toBe('Nothing is muted.');
  });

  it('counts those for which there is no room', () => {
    const many = Array.from({ length: 70 }, (_, index) =>
      muteOf({ ...service, service: `service-${index}` }),
    );

    const message = renderMutes(many);

    expect(read(message)).toContain('And 50 more.');
    expectAccepted(message);
  });
});

describe('names and reasons that are made to ping', () => {
  it.each([...hostileTexts, endless])('ping nobody: %#', (text) => {
    const scope = { kind: 'service', service: text, environment: text } as const;
    const messages = [
      renderMuteAnswer({ kind: 'muted', mute: muteOf(scope, { reason: text, heardIn: [text] }) }),
      renderMuteAnswer({ kind: 'unknown-service', service: text, nearest: text }),
      renderMuteAnswer({ kind: 'unknown-environment', environment: text, known: [text] }),
      renderMuteAnswer({
        kind: 'unmuted',
        mute: muteOf({ ...ofCard, title: text }),
        also: [muteOf(scope)],
        others: [muteOf({ ...ofCard, title: text })],
      }),
      renderMutes([muteOf(scope, { reason: text })]),
    ];

    for (const message of messages) {
      expectAccepted(message);
      expectNoForeignEntity(message, [/^<@U0ADA>$/]);
    }
  });

  it('whatever is muted, the list is one that Slack takes', () => {
    fc.assert(
      fc.property(fc.array(anyMute, { maxLength: 40 }), (mutes) => {
        expectAccepted(renderMutes(mutes));
      }),
    );
  });
});

describe('a choice of the menu', () => {
  it('is read as it was offered', () => {
    const read = muteChoices('card-1', 'payments-api').map(({ label, value }) => [
      label,
      readMuteChoice(value),
    ]);

    expect(read).toEqual([
      ['4 h', { scope: { kind: 'card', cardId: 'card-1' }, length: { kind: 'for', ms: 14_400_000 } }],
      ['Until tomorrow, 9:00', { scope: { kind: 'card', cardId: 'card-1' }, length: { kind: 'tomorrow' } }],
      [
        'Until I unmute it, 30 days at most',
        { scope: { kind: 'card', cardId: 'card-1' }, length: { kind: 'longest' } },
      ],
      [
        'All of payments-api, 4 h',
        { scope: { kind: 'service-of', cardId: 'card-1' }, length: { kind: 'for', ms: 14_400_000 } },
      ],
    ]);
  });

  it.each(['', '4h', '4h/', '5h/card-1', 'constructor/card-1', '__proto__/card-1', `4h/${'x'.repeat(101)}`])(
    'that no menu of ours has is none: %j',
    (value) => {
      expect(readMuteChoice(value)).toBeUndefined();
    },
  );

  it('never throws', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(() => readMuteChoice(value)).not.toThrow();
      }),
    );
  });
});
