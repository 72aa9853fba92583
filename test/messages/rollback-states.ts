import type { Card } from '../../src/domain/release/card.ts';
import { itself } from '../../src/domain/rollback/automatic.ts';
import type { RollbackRun } from '../../src/domain/rollback/rollback.ts';
import { cardOf, failing, podCounts, run, undo } from './cards.ts';
import { noon } from './read.ts';

const grace = { userId: 'U0GRACE', name: 'Grace' };

/** Done, by one of the ways. */
const doneBy = (way: RollbackRun['way'], url?: string): Card =>
  cardOf(
    {
      ...failing,
      status: 'rolled-back',
      rollback: run({
        status: 'done',
        way,
        counts: podCounts(3, 3, 0),
        endedAt: noon,
        ...(url === undefined ? {} : { url }),
      }),
      endedAt: noon,
    },
    { kind: 'rolled-back', at: noon },
  );

const object = { namespace: 'flux-system', name: 'apps' };
const clusters = { kind: 'revert', repository: 'acme/clusters', branch: 'main', path: 'prod' } as const;

/** One card for every state of a rollback. */
export const rollbackStates: Readonly<Record<string, Card>> = {
  'a rollback that was asked for': cardOf({ ...failing, rollback: run({ reason: 'captures time out' }) }),
  'a rollback that waits for a second person': cardOf({
    ...failing,
    rollback: run({ status: 'requested', reason: 'captures time out' }),
  }),
  'an automatic rollback that is announced': cardOf({
    ...failing,
    status: 'failed',
    rollback: run({ status: 'announced', by: itself, actsAt: noon + 120_000 }),
  }),
  'an automatic rollback that was stopped': cardOf({
    ...failing,
    status: 'failed',
    rollback: run({ status: 'refused', by: itself, approval: { by: grace, at: noon }, endedAt: noon }),
  }),
  'an automatic rollback that was not needed': cardOf({
    ...failing,
    rollback: run({ status: 'expired', by: itself, endedAt: noon }),
  }),
  'an automatic rollback on its way': cardOf({
    ...failing,
    status: 'failed',
    rollback: run({
      status: 'running',
      by: itself,
      approval: { by: itself, at: noon },
      counts: podCounts(2),
    }),
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
  'a rollback that may not be merged yet': cardOf({
    ...failing,
    rollback: run({
      status: 'running',
      way: { kind: 'revert', repository: 'acme/clusters', branch: 'main', path: 'prod', how: 'merge' },
      waiting: {
        for: 'merge',
        since: noon,
        url: 'https://github.example/acme/clusters/pull/7',
        said: 'GitHub says “At least 1 approving review is required by reviewers with write access.”',
      },
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
  'rolled back by Helm': doneBy({ kind: 'helm', release: object }),
  'rolled back by an abort': doneBy({ kind: 'abort', stableHash: '6b8f' }),
  'rolled back in Argo CD': doneBy({
    kind: 'argocd-history',
    application: object,
    entries: [],
    later: 0,
  }),
  'rolled back with Flux suspended': doneBy({
    kind: 'suspend-and-undo',
    owner: 'Kustomization',
    object,
    suspendedForMs: 3_600_000,
  }),
  'rolled back by a pull request': doneBy(
    { ...clusters, how: 'merge' },
    'https://github.example/acme/clusters/pull/7',
  ),
  'rolled back by a pull request that nobody knows any more': doneBy({ ...clusters, how: 'pull-request' }),
  'rolled back by the release tool': doneBy(
    { kind: 'webhook', tool: 'release-manager' },
    'https://releases.example/runs/9',
  ),
  'rolled back, and locked': cardOf(
    {
      ...failing,
      status: 'rolled-back',
      rollback: run({
        status: 'done',
        counts: podCounts(3, 3, 0),
        endedAt: noon,
        lock: { at: noon, until: noon + 24 * 60 * 60_000 },
      }),
      endedAt: noon,
    },
    { kind: 'rolled-back', at: noon },
  ),
  'rolled back, and unlocked by somebody': cardOf(
    {
      ...failing,
      status: 'rolled-back',
      rollback: run({
        status: 'done',
        counts: podCounts(3, 3, 0),
        endedAt: noon,
        lock: { at: noon, until: noon + 24 * 60 * 60_000, ended: { at: noon + 1, by: grace } },
      }),
      endedAt: noon,
    },
    { kind: 'rolled-back', at: noon },
  ),
  'rolled back, and the lock is over': cardOf(
    {
      ...failing,
      status: 'rolled-back',
      rollback: run({
        status: 'done',
        endedAt: noon,
        lock: { at: noon, until: noon, ended: { at: noon } },
      }),
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
