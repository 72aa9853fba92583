import { describe, expect, it } from 'vitest';
import { type Catalog, resolveOwner, serviceName } from '../../../src/domain/ownership/resolve-owner.ts';

const catalog: Catalog = {
  teams: [{ name: 'payments', channel: '#team-payments' }],
  services: [{ name: 'ledger', team: 'payments' }],
  fallbackChannel: '#releases',
};

describe('resolveOwner', () => {
  it.each([
    ['a label', 'payments-api', { 'shipmate.dev/team': 'payments' }, {}, '#team-payments', 'payments'],
    ['the older label squad', 'payments-api', { squad: 'payments' }, {}, '#team-payments', 'payments'],
    ['the configuration', 'ledger', {}, {}, '#team-payments', 'payments'],
    ['a channel of its own', 'ledger', {}, { 'shipmate.dev/channel': '#ledger' }, '#ledger', 'payments'],
  ])('by %s', (_, service, labels, annotations, channel, team) => {
    const owner = resolveOwner(catalog, service, labels, annotations);

    expect(owner).toMatchObject({ service, channel, team });
    expect(owner.isFallback).toBeUndefined();
  });

  it('says that nobody owns it', () => {
    const owner = resolveOwner(catalog, 'orphan', {}, {});

    expect(owner).toMatchObject({ channel: '#releases', isFallback: true });
    expect(owner).not.toHaveProperty('team');
  });

  it('says that the team is unknown', () => {
    const owner = resolveOwner(catalog, 'x', { 'shipmate.dev/team': 'paymints' }, {});

    expect(owner).toMatchObject({ team: 'paymints', channel: '#releases', isFallback: true });
    expect(owner.because).toContain('paymints');
  });

  it('leaves the channel out when there is nowhere to tell', () => {
    const owner = resolveOwner({ teams: [], services: [] }, 'x', {}, {});

    expect(owner).not.toHaveProperty('channel');
  });
});

describe('serviceName', () => {
  it('is the label that follows the service, else the name of the workload', () => {
    const labelled = serviceName({
      name: 'api-eu',
      labels: { 'shipmate.dev/service': 'api', app: 'x' },
      annotations: {},
    });
    const bare = serviceName({ name: 'api-eu', labels: {}, annotations: {} });

    expect([labelled, bare]).toEqual(['api', 'api-eu']);
  });
});
