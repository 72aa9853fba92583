import { describe, expect, it } from 'vitest';
import { readRollbackReason, renderRollbackModal } from '../../messages/rollback-modal.ts';
import type { Offered } from '../../src/domain/rollback/check-offer.ts';
import { cardOf, failing, revision, rollout, undo } from './cards.ts';
import { modalRefusals, readModal } from './read.ts';

function offered(overrides: Partial<Offered> = {}): Offered {
  return { card: cardOf(failing), environment: 'prod', rollout: rollout(failing), offer: undo, ...overrides };
}

const sameImages = revision(42, { images: revision(43).images });
const sidecar = { name: 'proxy', image: 'registry.example/proxy:2' };

const dialogs: Readonly<Record<string, Offered>> = {
  'to a version seen healthy': offered(),
  'to a version never seen healthy': offered({
    offer: { kind: 'undo', id: 'offer-1', from: 43, target: revision(42), targetLabel: 'v42' },
  }),
  'where only the configuration differs': offered({ offer: { ...undo, target: sameImages } }),
  'where it is known what differs': offered({
    offer: {
      ...undo,
      target: revision(42, {
        changed: [
          { what: 'env', how: 'added', container: 'payments-api', name: 'DB_POOL_SIZE' },
          {
            what: 'limit',
            how: 'changed',
            container: 'payments-api',
            name: 'memory',
            from: '512Mi',
            to: '256Mi',
          },
        ],
      }),
    },
  }),
  'where a container goes': offered({
    rollout: rollout({ ...failing, revision: revision(43, { images: [...revision(43).images, sidecar] }) }),
  }),
  'of a rollout that timed out': offered({ rollout: rollout({ ...failing, status: 'timed-out' }) }),
  'to a version with an endless name': offered({ offer: { ...undo, targetLabel: 'v'.repeat(10_000) } }),
};

describe.each(Object.entries(dialogs))('the dialog %s', (_name, each) => {
  it('says what will be done', () => {
    expect(readModal(renderRollbackModal(each))).toMatchSnapshot();
  });

  it('is taken by Slack', () => {
    expect(modalRefusals(renderRollbackModal(each))).toEqual([]);
  });
});

describe('the dialog', () => {
  it('carries the id of the offer and nothing else', () => {
    expect(renderRollbackModal(offered()).private_metadata).toBe('offer-1');
  });

  it('names its submit button for what it does', () => {
    expect(renderRollbackModal(offered()).submit?.text).toBe('Roll back to v42');
  });
});

describe('the reason that was typed', () => {
  const typed = (value: unknown) => ({ 'rollback.reason': { reason: { type: 'plain_text_input', value } } });

  it('is read from where the dialog asks for it', () => {
    const input = renderRollbackModal(offered()).blocks.find(({ type }) => type === 'input');

    expect(input?.block_id).toBe('rollback.reason');
    expect(readRollbackReason(typed(' captures time out '))).toBe('captures time out');
  });

  it.each([
    ['nothing', null],
    ['blanks', '   '],
    ['a number', 7],
  ])('is absent when it is %s', (_what, value) => {
    expect(readRollbackReason(typed(value))).toBeUndefined();
  });

  it.each([[undefined], [null], [[]], ['text'], [{ 'rollback.reason': null }]])(
    'is absent in %j',
    (values) => {
      expect(readRollbackReason(values)).toBeUndefined();
    },
  );

  it('is cut to what the dialog takes', () => {
    expect(readRollbackReason(typed('x'.repeat(10_000)))).toHaveLength(500);
  });
});
