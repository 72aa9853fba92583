import fc from 'fast-check';
import type { Mute } from '../../src/domain/quiet/mute.ts';
import type { Hold, Notice } from '../../src/domain/release/card.ts';

interface Pieces {
  readonly anyText: fc.Arbitrary<string>;
  readonly anyTime: fc.Arbitrary<number>;
  readonly anyPerson: fc.Arbitrary<{ userId: string; name: string }>;
  readonly anyId: fc.Arbitrary<string>;
}

/** What may keep a card from pinging. */
export function arbitraryQuiet({ anyText, anyTime, anyPerson, anyId }: Pieces) {
  const anyMute: fc.Arbitrary<Mute> = fc.record(
    {
      scope: fc.oneof(
        fc.record({ kind: fc.constant('card'), cardId: anyId, title: anyText }),
        fc.record(
          { kind: fc.constant('service'), service: anyText, environment: anyText },
          { requiredKeys: ['kind', 'service'] },
        ),
      ),
      by: anyPerson,
      at: anyTime,
      until: anyTime,
      heardIn: fc.array(anyText, { maxLength: 8 }),
      reason: anyText,
      replaces: fc.record(
        { by: anyPerson, until: anyTime, reason: anyText },
        { requiredKeys: ['by', 'until'] },
      ),
    },
    { requiredKeys: ['scope', 'by', 'at', 'until', 'heardIn'] },
  );

  const anyHold: fc.Arbitrary<Hold> = fc.oneof(
    fc.record({ by: fc.constantFrom('mute', 'over') }),
    fc.record({ by: fc.constant('quiet-hours'), until: anyTime }),
    fc.record({ by: fc.constant('digest'), digest: anyText }),
  );

  const anyNotice: fc.Arbitrary<Notice> = fc.record(
    {
      key: anyText,
      kind: fc.constantFrom('failing', 'left', 'rolled-back', 'rollback-failed', 'build-failed'),
      at: anyTime,
      held: anyHold,
    },
    { requiredKeys: ['key', 'kind', 'at'] },
  );

  return { anyMute, anyNotice };
}
