import type { Card } from '../../src/domain/release/card.ts';
import { cardOf, failing, podCounts, run, undo } from './cards.ts';
import { noon } from './read.ts';

const grace = { userId: 'U0GRACE', name: 'Grace' };

/** One card for every state of a rollback. */
export const rollbackStates: Readonly<Record<string, Card>> = {
  'a rollback that was asked for': cardOf({ ...failing, rollback: run({ reason: 'captures time out' }) }),
  'a rollback that waits for a second person': cardOf({
    ...failing,
    rollback: run({ status: 'requested', reason: 'captures time out' }),
  }),
  'a rollback that was declined': cardOf({
    ...failing,
    rollback: run({ status: 'refused', approval: { by: grace, at: noon }, endedAt: noon }),
  }),
  'a rollback that nobody agreed to': cardOf({
    ...failing,
    rollback: run({ status: 'expired', endedAt: noon }),
  }),
  'a rollback that was overtaken before anybody agreed': cardOf({
    ...failing,
    rollback: run({ status: 'expired', overtakenBy: 'v44', endedAt: noon }),
  }),
  'a rollback that waits for a merge': cardOf({
    ...failing,
    rollback: run({
      status: 'running',
      way: { kind: 'revert', repository: 'acme/clusters', branch: 'main', path: 'prod', how: 'pull-request' },
      approval: { by: grace, at: noon - 30_000 },
      waiting: { for: 'merge', since: noon, url: 'https://github.example/acme/clusters/pull/7' },
    }),
  }),
  'a rollback without a second person': cardOf({
    ...failing,
    rollback: run({ status: 'running', isBreakGlass: true, reason: 'captures are lost' }),
  }),
  'a way back through the release tool': cardOf({
    ...failing,
    offer: { ...undo, way: { kind: 'webhook', tool: 'release-manager' } },
  }),
  'a rollback on its way': cardOf({
    ...failing,
    rollback: run({ status: 'running', counts: podCounts(2), by: grace }),
  }),
  'rolled back': cardOf(
    {
      ...failing,
      status: 'rolled-back',
      rollback: run({ status: 'done', counts: podCounts(3, 3, 0), endedAt: noon }),
      endedAt: noon,
    },
    { kind: 'rolled-back', at: noon },
  ),
  'a rollback that failed': cardOf({
    ...failing,
    rollback: run({
      status: 'failed',
      endedAt: noon,
      failure: { kind: 'forbidden', rule: 'patch deployments.apps in namespace payments' },
    }),
  }),
};
