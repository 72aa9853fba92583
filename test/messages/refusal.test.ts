import { describe, expect, it } from 'vitest';
import { renderRefusal } from '../../messages/refusal.ts';
import { renderRefusalModal } from '../../messages/rollback/modal.ts';
import type { Refusal } from '../../src/domain/rollback/refusal.ts';
import { expectAccepted, expectNoForeignEntity } from './accepted.ts';
import { modalRefusals, noon, read, readModal } from './read.ts';

const ada = { userId: 'U0ADA', name: 'Ada' };
const deed = { action: 'rollback', service: 'payments-api', environment: 'prod' } as const;
const teams = (...names: readonly string[]) => names.map((name) => ({ kind: 'team', name }) as const);
const asked = { kind: 'already-requested', by: ada, at: noon - 40_000, targetLabel: 'v42' } as const;

const refusals: Readonly<Record<string, Refusal>> = {
  'another team': {
    kind: 'not-permitted',
    deed,
    allowed: teams('payments', 'sre'),
    ownTeams: ['search'],
  },
  'no team': { kind: 'not-permitted', deed, allowed: teams('payments'), ownTeams: [] },
  'people and usergroups may, too': {
    kind: 'not-permitted',
    deed: { ...deed, action: 'approve' },
    allowed: [
      ...teams('payments'),
      { kind: 'group', id: 'S0ONCALL' },
      { kind: 'person', who: 'U0ADA' },
      { kind: 'person', who: 'grace@acme.example' },
    ],
    ownTeams: ['search'],
  },
  'nobody may': { kind: 'not-permitted', deed, allowed: [], ownTeams: ['search'] },
  'very many may': {
    kind: 'not-permitted',
    deed,
    allowed: teams(...Array.from({ length: 30 }, (_, index) => `team-${index}`)),
    ownTeams: ['search', 'ads', 'maps'],
  },
  'asked for and not begun': { ...asked, status: 'approved' },
  'on its way': { ...asked, status: 'running' },
  'waits for a second person': { ...asked, status: 'requested' },
  declined: { ...asked, status: 'refused' },
  'agreed to by nobody': { ...asked, status: 'expired' },
  done: { ...asked, status: 'done' },
  'tried and failed': { ...asked, status: 'failed' },
  'a newer version': { kind: 'stale', label: 'v43' },
  'managed by Argo CD': { kind: 'managed', manager: { kind: 'argocd', name: 'payments' } },
  ...Object.fromEntries(
    (['syncs-itself', 'no-entry', 'unseen'] as const).map((because) => [
      `managed by Argo CD: ${because}`,
      { kind: 'managed', manager: { kind: 'argocd', name: 'payments' }, because },
    ]),
  ),
  'managed by nobody knows whom yet': { kind: 'managed', manager: { kind: 'not-known-yet' } },
  'managed by Helm': { kind: 'managed', manager: { kind: 'helm', name: 'payments' } },
  'managed by a HelmRelease': { kind: 'managed', manager: { kind: 'flux-helmrelease', name: 'payments' } },
  'another way by now': { kind: 'other-way', way: { kind: 'abort', stableHash: 'abc' } },
  'a version that is gone': { kind: 'not-a-candidate' },
  'agreeing with oneself': { kind: 'own-request' },
  'alone and without a reason': { kind: 'reason-needed' },
  'healthy again': { kind: 'healthy-again', label: 'v43' },
  'a button nobody knows': { kind: 'unknown-button' },
  'Slack did not say who': { kind: 'identity-unavailable' },
  'an error': { kind: 'error', reference: '7Q4F' },
};

describe.each(Object.entries(refusals))('a press refused: %s', (_name, refusal) => {
  it('is explained to the one who pressed', () => {
    const message = renderRefusal(refusal);

    expect(read(message)).toMatchSnapshot();
    expectAccepted(message);
  });

  it('is explained in the dialog, which then has nothing to send', () => {
    const view = renderRefusalModal(refusal);

    expect(modalRefusals(view)).toEqual([]);
    expect(view.submit).toBeUndefined();
    expect(readModal(view)).toContain(read(renderRefusal(refusal)));
  });
});

describe('a refusal', () => {
  it('with names that are made to ping pings nobody', () => {
    const hostile = '<!channel> & <@U0ADA> `x` *y*';

    const message = renderRefusal({
      kind: 'not-permitted',
      deed: { action: 'rollback', service: hostile, environment: hostile },
      allowed: [...teams(hostile), { kind: 'group', id: hostile }, { kind: 'person', who: hostile }],
      ownTeams: [hostile],
    });

    expectNoForeignEntity(message);
    expect(read(message)).toContain(hostile);
  });
});
