import { describe, expect, it } from 'vitest';
import { hush, isStillTrue, type Quiet, toTell } from '../../../src/domain/quiet/hush.ts';
import type { Mute, MuteScope } from '../../../src/domain/quiet/mute.ts';
import { withhold } from '../../../src/domain/quiet/withhold.ts';
import type { Card, Hold } from '../../../src/domain/release/card.ts';
import { crash, look, onlyRollout, openCard, play } from '../release/story.ts';

const loud: Quiet = {
  mutes: [],
  isProtected: () => false,
  digests: new Map(),
  released: new Set(),
};

const failing = openCard(look(43, { problems: [crash()] }));
const failed = openCard(look(43, { problems: [crash({ restarts: 9 })] }));
const key = failing.notices[0]?.key ?? expect.fail();

function mute(scope: MuteScope, until = 1_000): Mute {
  return { scope, by: { userId: 'U0ADA', name: 'Ada' }, at: 0, until, heardIn: [] };
}

const ofCard = mute({ kind: 'card', cardId: 'card-1', title: 'payments-api v43' });
const night: Quiet = { ...loud, quietUntil: 500 };
const protectedNight: Quiet = { ...night, isProtected: (environment) => environment === 'prod' };

/** What holds the first reply of the card after this. */
function heldBy(card: Card, quiet: Quiet, before?: Card): Hold | undefined {
  return hush(card, before, quiet).notices[0]?.held;
}

/** The card as it is while its first reply is held like this. */
function holding(card: Card, held: Hold): Card {
  return { ...card, notices: card.notices.map((notice) => ({ ...notice, held })) };
}

describe('a reply that is new', () => {
  it.each<[string, Card, Partial<Quiet>, Hold | undefined]>([
    ['is told', failing, {}, undefined],
    ['is held while its card is muted', failing, { mutes: [ofCard] }, { by: 'mute' }],
    [
      'is held while its service is',
      failing,
      { mutes: [mute({ kind: 'service', service: 'payments-api' })] },
      { by: 'mute' },
    ],
    [
      'is held while its service is, in its environment',
      failing,
      { mutes: [mute({ kind: 'service', service: 'payments-api', environment: 'prod' })] },
      { by: 'mute' },
    ],
    [
      'is told when another environment is muted',
      failing,
      { mutes: [mute({ kind: 'service', service: 'payments-api', environment: 'dev' })] },
      undefined,
    ],
    [
      'is told when another service is muted',
      failing,
      { mutes: [mute({ kind: 'service', service: 'payments' })] },
      undefined,
    ],
    [
      'is told when another card is muted',
      failing,
      { mutes: [mute({ kind: 'card', cardId: 'card-2', title: 'payments-api v43' })] },
      undefined,
    ],
    ['waits for the end of quiet hours', failing, { quietUntil: 500 }, { by: 'quiet-hours', until: 500 }],
    [
      'is held for as long as the mute, which may be longer',
      failing,
      { mutes: [ofCard], quietUntil: 500 },
      { by: 'mute' },
    ],
    [
      'is of the digest that tells it',
      failing,
      { digests: new Map([[key, 'd']]) },
      { by: 'digest', digest: 'd' },
    ],
  ])('%s', (_what, card, asked, expected) => {
    expect(heldBy(card, { ...loud, ...asked })).toEqual(expected);
  });
});

describe('in a protected environment', () => {
  const isProtected = (environment: string) => environment === 'prod';

  it('failing pings in quiet hours', () => {
    expect(heldBy(failing, protectedNight)).toBeUndefined();
  });

  it('failing is muted, because it may still go green; failed is not', () => {
    const quiet = { ...loud, mutes: [ofCard], isProtected };

    expect(heldBy(failing, quiet)).toEqual({ by: 'mute' });
    expect(heldBy(failed, quiet)).toBeUndefined();
  });

  it('what was held is told when the version is given up', () => {
    const quiet = { ...loud, mutes: [ofCard], isProtected };
    const muted = hush(failing, undefined, quiet);

    const after = hush(play(muted, look(43, { problems: [crash({ restarts: 9 })] })), muted, quiet);

    expect(after.notices).toHaveLength(1);
    expect(toTell(after, muted).map((notice) => notice.key)).toEqual([key]);
  });

  it('elsewhere failed is muted like failing', () => {
    expect(heldBy(failed, { ...loud, mutes: [ofCard] })).toEqual({ by: 'mute' });
  });
});

describe('a reply that was told', () => {
  it.each<[string, Partial<Quiet>]>([
    ['mute', { mutes: [ofCard] }],
    ['quiet hours', { quietUntil: 500 }],
    ['digest', { digests: new Map([[key, 'd']]) }],
  ])('stays told, whatever comes: %s', (_what, asked) => {
    expect(heldBy(failing, { ...loud, ...asked }, failing)).toBeUndefined();
    expect(toTell(failing, failing)).toEqual([]);
  });
});

describe('a reply that was held', () => {
  const recovered = play(failing, look(43, { phase: 'complete' }), look(43, { phase: 'complete' }));
  const gone = {
    ...recovered,
    releases: recovered.releases.map((release) => ({
      ...release,
      rollouts: release.rollouts.map((rollout) => ({ ...rollout, status: 'complete' as const })),
    })),
  };

  it('by a mute is told when that ends, if it is still true', () => {
    const muted = holding(failing, { by: 'mute' });

    expect(toTell(hush(muted, muted, loud), muted)).toHaveLength(1);
  });

  it('by a mute is never told when it is over by then', () => {
    const muted = holding(gone, { by: 'mute' });

    expect(heldBy(muted, loud, muted)).toEqual({ by: 'over' });
  });

  it('by quiet hours waits until the channel tells what it held, not for the clock', () => {
    const held = holding(failing, { by: 'quiet-hours', until: 500 });

    expect(heldBy(held, loud, held)).toEqual({ by: 'quiet-hours', until: 500 });
    expect(heldBy(held, { ...loud, released: new Set([key]) }, held)).toBeUndefined();
  });

  it('by quiet hours is over at their end, if its trouble is', () => {
    const held = holding(gone, { by: 'quiet-hours', until: 500 });

    expect(heldBy(held, { ...loud, released: new Set([key]) }, held)).toEqual({ by: 'over' });
  });

  it('by quiet hours is held for longer when they are, and when it is muted', () => {
    const held = holding(failing, { by: 'quiet-hours', until: 500 });
    const released = new Set([key]);

    expect(heldBy(held, { ...night, quietUntil: 900, released }, held)).toEqual({
      by: 'quiet-hours',
      until: 900,
    });
    expect(heldBy(held, { ...loud, mutes: [ofCard], released }, held)).toEqual({ by: 'mute' });
  });

  it.each<Hold>([{ by: 'digest', digest: 'd' }, { by: 'over' }])('for good stays held: %j', (held) => {
    const before = holding(failing, held);

    expect(heldBy(before, loud, before)).toEqual(held);
  });
});

describe('what is worth telling later', () => {
  const notice = failing.notices[0] ?? expect.fail();

  it('is trouble that nobody sees to', () => {
    expect(isStillTrue(notice, failing)).toBe(true);
  });

  it('is not what somebody takes back', () => {
    const target = onlyRollout(failing).revision;
    const run = {
      offerId: 'o',
      way: { kind: 'undo' as const },
      by: { userId: 'U0ADA', name: 'Ada' },
      target,
      targetLabel: 'v42',
      requestedAt: 1,
      status: 'running' as const,
    };
    const rollingBack: Card = {
      ...failing,
      releases: failing.releases.map((release) => ({
        ...release,
        rollouts: release.rollouts.map((rollout) => ({ ...rollout, rollback: run })),
      })),
    };

    expect(isStillTrue(notice, rollingBack)).toBe(false);
  });

  it('is the last of several about the same', () => {
    const later = { ...notice, key: 'failing/later', at: 9 };
    const card = { ...failing, notices: [notice, later] };

    expect([isStillTrue(notice, card), isStillTrue(later, card)]).toEqual([false, true]);
  });
});

describe('answers to what somebody asked for', () => {
  it.each(['rolled-back', 'rollback-failed', 'approval-needed', 'glass-broken', 'flux-resumes'] as const)(
    'are never held: %s',
    (kind) => {
      const card: Card = { ...failing, notices: [{ key: kind, kind, environment: 'prod', at: 1 }] };

      expect(heldBy(card, { ...night, mutes: [ofCard] })).toBeUndefined();
    },
  );
});

describe('the card of it', () => {
  it('says what is muted, and no more once that is over', () => {
    const muted = hush(failing, undefined, { ...loud, mutes: [ofCard] });

    expect(muted.mutes).toEqual([ofCard]);
    expect(hush(muted, muted, loud)).not.toHaveProperty('mutes');
  });

  it('says nothing of an environment that it is not in', () => {
    const inDev = mute({ kind: 'service', service: 'payments-api', environment: 'dev' });
    const inProd = mute({ kind: 'service', service: 'payments-api', environment: 'prod' });

    expect(hush(failing, undefined, { ...loud, mutes: [inDev, inProd] }).mutes).toEqual([inProd]);
  });
});

describe('an alert', () => {
  const alert: Card = { ...failing, alert: { liveSince: 1 } };
  const isOpen = (digest: string) => digest === 'open';

  it.each<[string, Hold | undefined, boolean]>([
    ['is shown', undefined, false],
    ['is withheld while it is muted', { by: 'mute' }, true],
    ['is withheld while its storm goes on', { by: 'digest', digest: 'open' }, true],
    ['is shown without a ping in quiet hours', { by: 'quiet-hours', until: 500 }, false],
  ])('%s', (_what, held, expected) => {
    const opened = held === undefined ? alert : holding(alert, held);

    expect(withhold(opened, undefined, isOpen).alert?.isWithheld).toBe(expected ? true : undefined);
  });

  it.each<[string, Hold | undefined, boolean]>([
    ['is shown once it is told', undefined, false],
    ['is shown after the storm, because it is still there', { by: 'digest', digest: 'over' }, false],
    ['stays withheld in the storm', { by: 'digest', digest: 'open' }, true],
    ['stays withheld in the mute', { by: 'mute' }, true],
  ])('that was withheld %s', (_what, held, expected) => {
    const before: Card = { ...alert, alert: { isWithheld: true } };
    const after = held === undefined ? alert : holding(alert, held);

    expect(withhold(after, before, isOpen).alert?.isWithheld).toBe(expected ? true : undefined);
  });

  it('that recovered unheard is not shown any more', () => {
    const recovered: Card = {
      ...holding(alert, { by: 'over' }),
      releases: alert.releases.map((release) => ({
        ...release,
        rollouts: release.rollouts.map((rollout) => ({ ...rollout, status: 'complete' as const })),
      })),
    };

    expect(withhold(recovered, { ...alert, alert: { isWithheld: true } }, isOpen).alert?.isWithheld).toBe(
      true,
    );
  });

  it('that was shown stays, whatever is muted later', () => {
    expect(withhold(holding(alert, { by: 'mute' }), alert, isOpen).alert).not.toHaveProperty('isWithheld');
  });

  it('is what a release never is', () => {
    expect(withhold(holding(failing, { by: 'mute' }), undefined, isOpen)).not.toHaveProperty('alert');
  });
});
