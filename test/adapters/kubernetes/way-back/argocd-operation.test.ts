import { describe, expect, it } from 'vitest';
import {
  initiatorOf,
  isOperationOf,
  rollbackOperation,
} from '../../../../src/adapters/kubernetes/way-back/argocd-operation.ts';

const asked = { key: 'offer-1-1000', by: { userId: 'U0ADA', name: 'Ada' } };
const source = { repoURL: 'https://git.example/acme/fleet.git', path: 'payments', targetRevision: 'main' };

describe('the operation of a rollback', () => {
  it('syncs to the commit and the source of the entry, as the Application wants syncs to be', () => {
    const application = { spec: { syncPolicy: { syncOptions: ['ServerSideApply=true'] } } };

    expect(rollbackOperation(application, { id: 4, revision: 'abc', source }, asked)['sync']).toEqual({
      revision: 'abc',
      source,
      syncStrategy: { apply: {} },
      syncOptions: ['ServerSideApply=true'],
    });
  });

  it('leaves out the empty source of an entry that has several', () => {
    const sources = [source, { ...source, path: 'values' }];
    const entry = { id: 4, revisions: ['abc', 'def'], sources, source: { repoURL: '' } };

    expect(rollbackOperation({}, entry, asked)['sync']).toEqual({
      revisions: ['abc', 'def'],
      sources,
      syncStrategy: { apply: {} },
    });
  });

  it('names the rollback, who asked and why; nobody is left out', () => {
    const { info } = rollbackOperation({}, { revision: 'abc', source }, { ...asked, reason: 'cards fail' });
    const byItself = rollbackOperation(
      {},
      { revision: 'abc', source },
      { ...asked, by: { userId: '', name: '' } },
    );

    expect(info).toEqual([
      { name: 'shipmate.dev/rollback', value: 'offer-1-1000' },
      { name: 'Requested by', value: 'Ada' },
      { name: 'Reason', value: 'cards fail' },
    ]);
    expect(byItself['info']).toEqual([{ name: 'shipmate.dev/rollback', value: 'offer-1-1000' }]);
  });

  it('is known by its key alone', () => {
    const operation = rollbackOperation({}, { revision: 'abc', source }, asked);

    expect(isOperationOf(operation, 'offer-1-1000')).toBe(true);
    expect(isOperationOf(operation, 'offer-1-2000')).toBe(false);
  });

  it.each([
    undefined,
    null,
    'text',
    {},
    { info: 'text' },
    { info: [null, {}, { name: 'other', value: 'offer-1-1000' }] },
  ])('is nobody’s when it does not say: %j', (operation) => {
    expect(isOperationOf(operation, 'offer-1-1000')).toBe(false);
  });

  it.each([
    [{ initiatedBy: { username: 'admin' } }, 'admin'],
    [{ initiatedBy: { automated: true } }, 'automated sync'],
    [{}, ''],
    [undefined, ''],
  ])('%j is started by "%s"', (operation, expected) => {
    expect(initiatorOf(operation)).toBe(expected);
  });
});
