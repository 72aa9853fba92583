import { describe, expect, it } from 'vitest';
import { deploymentComment } from '../../messages/deployment-comment.ts';
import type { DeploymentVerdict } from '../../src/domain/lock/deployment-word.ts';
import type { LockCause } from '../../src/domain/lock/lock.ts';
import { hostileTexts } from './hostile.ts';

const place = { service: 'payments-api', environment: 'prod' };
const locked = (cause: LockCause, name = 'Ada'): DeploymentVerdict => ({
  kind: 'locked',
  lock: {
    ...place,
    by: { userId: 'U0ADA', name },
    at: Date.parse('2026-11-25T16:00:00Z'),
    until: Date.parse('2026-11-26T16:00:00Z'),
    cause,
  },
});

describe('what GitHub shows beside a deployment', () => {
  it.each<[string, DeploymentVerdict]>([
    ['nothing is locked', { kind: 'free', ...place, isKnown: true }],
    ['nobody knows the service', { kind: 'free', ...place, isKnown: false }],
    ['somebody asked for it', locked({ kind: 'asked', reason: 'the migration runs' })],
    ['somebody asked for it and said no more', locked({ kind: 'asked' })],
    ['a rollback', locked({ kind: 'rollback', from: 'v43', to: 'v42', cardId: 'card-1' })],
    ['the rollback itself', { kind: 'rollback', ...place, to: 'v42' }],
    ['the lock cannot be read', { kind: 'unreadable', ...place }],
    [
      'nobody knows the environment',
      { kind: 'unknown-environment', environment: 'production', known: ['prod', 'dev'] },
    ],
  ])('%s', (_state, verdict) => {
    expect(deploymentComment(verdict)).toMatchSnapshot();
  });

  it.each(hostileTexts)('lets foreign words do nothing: %j', (words) => {
    const comment = deploymentComment(locked({ kind: 'asked', reason: words }, words));

    expect(comment.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/[@#<>[\]*_~]|https?:/);
    expect(comment).not.toContain('\n');
  });
});
