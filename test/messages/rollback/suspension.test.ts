import { describe, expect, it } from 'vitest';
import { suspensionWords } from '../../../messages/rollback/suspension.ts';
import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import { revision } from '../../domain/release/story.ts';

const object = { namespace: 'flux-system', name: 'apps' };

/** Nobody knows whether Flux took it. */
const asked: RollbackRun = {
  offerId: 'offer-1',
  by: { userId: 'U1', name: 'Ada' },
  target: revision(42),
  targetLabel: 'v42',
  way: { kind: 'suspend-and-undo', owner: 'Kustomization', object, suspendedForMs: 600_000 },
  requestedAt: 2000,
  status: 'running',
  suspension: { key: 'offer-1-2000', from: 2000, until: 602_000 },
};

const textOf = (run: RollbackRun) =>
  suspensionWords(run, 'v43')
    .map((piece) => (typeof piece === 'string' ? piece : `(${piece.kind})`))
    .join('');

describe('a suspension of which nobody knows whether it came about', () => {
  it('is not spoken of while it is being found out', () => {
    expect(textOf(asked)).toBe('');
  });

  it('is said with its end when it could not be found out', () => {
    const lost = { ...asked, status: 'failed', failure: { kind: 'outcome-unknown', cluster: 'eu' } } as const;

    expect(textOf(lost)).toMatch(
      /^Flux \(Kustomization flux-system\/apps\) may be suspended, .* resume \(.*\) at the latest\. By hand: flux resume kustomization apps -n flux-system$/,
    );
  });

  it('is not spoken of when nothing was changed', () => {
    const refused = { ...asked, status: 'failed', failure: { kind: 'not-current' } } as const;

    expect(textOf(refused)).toBe('');
  });
});
