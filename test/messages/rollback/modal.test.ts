import { describe, expect, it } from 'vitest';
import { readRollbackAnswers } from '../../../messages/rollback/inputs.ts';
import { type RollbackQuestion, renderRollbackModal } from '../../../messages/rollback/modal.ts';
import type { Candidate } from '../../../src/domain/rollback/candidate.ts';
import type { Offered } from '../../../src/domain/rollback/check-offer.ts';
import type { WayBack } from '../../../src/domain/rollback/way-back.ts';
import { cardOf, failing, minutes, revision, rollout, undo, undoTo, v42 } from '../cards.ts';
import { modalRefusals, noon, readModal } from '../read.ts';

type Ask = Partial<Omit<RollbackQuestion, 'offered'>> & { readonly offered?: Partial<Offered> };

function ask({ offered, ...more }: Ask = {}): RollbackQuestion {
  const about: Offered = {
    card: cardOf(failing),
    environment: 'prod',
    rollout: rollout(failing),
    offer: undo,
    ...offered,
  };
  return { offered: about, chosen: about.offer.target, secondPerson: 'not-needed', now: noon, ...more };
}

const to = (target: Candidate) => ask({ offered: { offer: undoTo(target) } });
const by = (way: WayBack) => ask({ offered: { offer: { ...undo, way } } });
const { verdict: _, at: __, ...unseen } = v42;
const sidecar = { name: 'proxy', image: 'registry.example/proxy:2' };
const v41: Candidate = {
  revision: revision(41),
  label: 'v41',
  verdict: 'bad',
  at: noon - minutes(90),
  author: 'Ada',
};
const v40: Candidate = { revision: revision(40), label: 'v40', verdict: 'unproven', at: noon - minutes(200) };
const list = { ...undo, candidates: [v42, v41, v40, { revision: revision(39), label: 'v39' }] };

const dialogs: Readonly<Record<string, RollbackQuestion>> = {
  'to a version seen healthy': ask(),
  'to a version never seen healthy': to(unseen),
  'where only the configuration differs': to({
    ...v42,
    revision: revision(42, { images: revision(43).images }),
  }),
  'where it is known what differs': to({
    ...v42,
    revision: revision(42, {
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
  }),
  'where a container goes': ask({
    offered: {
      rollout: rollout({ ...failing, revision: revision(43, { images: [...revision(43).images, sidecar] }) }),
    },
  }),
  'of a rollout that timed out': ask({ offered: { rollout: rollout({ ...failing, status: 'timed-out' }) } }),
  'to a version with an endless name': to({ ...v42, label: 'v'.repeat(10_000) }),
  'with several versions to choose from': ask({ offered: { offer: list } }),
  'where a bad one was chosen': ask({ offered: { offer: list }, chosen: v41 }),
  'where an unproven one was chosen': ask({ offered: { offer: list }, chosen: v40 }),
  'of what is locked': ask({
    lock: {
      service: 'payments-api',
      environment: 'prod',
      by: { userId: 'U0LINUS', name: 'Linus' },
      at: noon,
      until: noon + minutes(120),
      cause: { kind: 'asked', reason: 'broken <!channel> cards' },
    },
  }),
  'of what may be locked': ask({ lock: 'unreadable' }),
  'where a second person is needed': ask({ secondPerson: 'needed' }),
  'where a second person is needed and the glass may be broken': ask({ secondPerson: 'may-break-glass' }),
  'of a StatefulSet': ask({
    offered: {
      rollout: rollout({
        ...failing,
        workload: { cluster: 'eu', namespace: 'payments', kind: 'StatefulSet', name: 'payments-api' },
      }),
    },
  }),
  'that aborts a canary': by({ kind: 'abort', stableHash: 'hash-42' }),
  'through Argo CD': by({
    kind: 'argocd-history',
    application: { namespace: 'argocd', name: 'payments' },
    entries: [],
    later: 0,
  }),
  'through Argo CD, with what else would go': by({
    kind: 'argocd-history',
    application: { namespace: 'argocd', name: 'payments' },
    entries: [],
    later: 2,
  }),
  'through Helm': by({ kind: 'helm', release: { namespace: 'payments', name: 'payments-api' } }),
  'through a pull request': by({
    kind: 'revert',
    repository: 'acme/clusters',
    branch: 'main',
    path: 'prod',
    how: 'pull-request',
  }),
  'through a merge': by({
    kind: 'revert',
    repository: 'acme/clusters',
    branch: 'main',
    path: 'prod',
    how: 'merge',
  }),
  'with Flux suspended': by({
    kind: 'suspend-and-undo',
    owner: 'Kustomization',
    object: { namespace: 'flux-system', name: 'payments' },
    suspendedForMs: minutes(240),
  }),
  'through the release tool': by({ kind: 'webhook', tool: 'release-manager' }),
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
    expect(renderRollbackModal(ask()).private_metadata).toBe('offer-1');
  });

  it('names its submit button for what it does', () => {
    expect(renderRollbackModal(ask()).submit?.text).toBe('Roll back to v42');
  });

  it('keeps what was typed when another version is chosen: the inputs have the same names', () => {
    const inputs = (chosen: Candidate) =>
      renderRollbackModal(ask({ offered: { offer: list }, chosen, secondPerson: 'may-break-glass' }))
        .blocks.filter(({ type }) => type === 'input')
        .map(({ block_id: id }) => id);

    expect(inputs(v41)).toEqual(inputs(v42));
    expect(inputs(v42)).toEqual(['rollback.break-glass', 'rollback.reason']);
  });
});

describe('what was filled in', () => {
  const typed = (value: unknown) => ({ 'rollback.reason': { reason: { type: 'plain_text_input', value } } });
  const nothing = { isBreakGlass: false, deletesStuckPods: false };

  it('is read from where the dialog asks for it', () => {
    const answers = readRollbackAnswers({
      ...typed(' captures time out '),
      'rollback.choose-target': {
        'rollback.choose-target': { type: 'static_select', selected_option: { value: 'rs-41' } },
      },
      'rollback.break-glass': {
        'break-glass': { type: 'checkboxes', selected_options: [{ value: 'break-glass' }] },
      },
      'rollback.stuck-pods': {
        'stuck-pods': { type: 'checkboxes', selected_options: [{ value: 'delete' }] },
      },
    });

    expect(answers).toEqual({
      chosenUid: 'rs-41',
      reason: 'captures time out',
      isBreakGlass: true,
      deletesStuckPods: true,
    });
  });

  it.each([
    ['nothing', null],
    ['blanks', '   '],
    ['a number', 7],
  ])('has no reason when that is %s', (_what, value) => {
    expect(readRollbackAnswers(typed(value))).toEqual(nothing);
  });

  it.each([
    [undefined],
    [null],
    [[]],
    ['text'],
    [{ 'rollback.reason': null }],
    [{ 'rollback.break-glass': { 'break-glass': { selected_options: [null, 'break-glass'] } } }],
  ])('is nothing in %j', (values) => {
    expect(readRollbackAnswers(values)).toEqual(nothing);
  });

  it('is cut to what the dialog takes', () => {
    expect(readRollbackAnswers(typed('x'.repeat(10_000))).reason).toHaveLength(500);
  });
});
