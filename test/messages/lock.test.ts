import { describe, expect, it } from 'vitest';
import { renderLockAnswer } from '../../messages/lock.ts';
import type { Lock, LockCause } from '../../src/domain/lock/lock.ts';
import type { LockAnswer } from '../../src/domain/lock/lock-answer.ts';
import { expectAccepted, expectNoForeignEntity } from './accepted.ts';
import { minutes } from './cards.ts';
import { endless, hostileTexts } from './hostile.ts';
import { noon, read } from './read.ts';

const place = { service: 'payments-api', environment: 'prod' };

function lockOf(name: string, untilIn: number, cause: LockCause = { kind: 'asked' }): Lock {
  const by = { userId: 'U0ADA', name };
  return { ...place, by, at: noon - minutes(5), until: noon + minutes(untilIn), cause };
}

const lock = lockOf('Ada', 120, { kind: 'asked', reason: 'release week' });

const answers: Readonly<Record<string, LockAnswer>> = {
  locked: { kind: 'locked', lock },
  'locked in the place of a lock that ends sooner': {
    kind: 'locked',
    lock,
    replaces: lockOf('Linus', 60, { kind: 'asked', reason: 'a migration runs' }),
  },
  'locked in the place of one without a reason': {
    kind: 'locked',
    lock: lockOf('Ada', 120),
    replaces: lockOf('Linus', 60),
  },
  'locked in the place of the lock of a rollback': {
    kind: 'locked',
    lock,
    replaces: lockOf('Linus', 60, { kind: 'rollback', from: 'v43', to: 'v42', cardId: 'card-1' }),
  },
  'not locked, because a longer lock stays': { kind: 'locked-longer', lock },
};

describe('the answer about a lock', () => {
  it.each(Object.entries(answers))('%s: says what is so', (_name, answer) => {
    const message = renderLockAnswer(answer);

    expect(read(message)).toMatchSnapshot();
    expectAccepted(message);
  });

  it.each([...hostileTexts, endless])('pings nobody by what others wrote: %#', (text) => {
    const foreign = lockOf(text, 60, { kind: 'asked', reason: text });
    const message = renderLockAnswer({ kind: 'locked', lock: foreign, replaces: foreign });

    expectAccepted(message);
    expectNoForeignEntity(message);
  });
});
