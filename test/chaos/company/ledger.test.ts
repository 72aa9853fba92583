import { describe, expect, it } from 'vitest';
import type { WriteEvent } from '../../../sandbox/kubernetes/index.ts';
import type { Story } from '../plan/plan.ts';
import { createLedger } from './ledger.ts';
import { createSight } from './sight.ts';

const story: Story = {
  service: 'ledger',
  kind: 'Deployment',
  channel: '#shop',
  replicas: 2,
  isThereBefore: true,
  acts: [],
};

function write(version: string, there: number): WriteEvent {
  const status = { observedGeneration: 2, replicas: 2, updatedReplicas: there, availableReplicas: there };
  const spec = {
    replicas: 2,
    template: { spec: { containers: [{ image: `registry.example/ledger:${version}` }] } },
  };
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'ledger', generation: 2 },
    spec,
    status,
  };
  return { at: 0, type: 'MODIFIED', object };
}

function start() {
  let now = 0;
  const ledger = createLedger(() => now);
  const at = (ms: number) => {
    now = ms;
  };
  return { ledger, at };
}

const deploy = (version: string) => ({ version, behaviour: 'good', isBuilt: false }) as const;

describe('the ledger', () => {
  it('knows when all pods were there for the first time', () => {
    const { ledger, at } = start();
    const release = ledger.deployed(story, deploy('v2'));

    at(5);
    ledger.onWrite(write('v2', 1));
    at(9);
    ledger.onWrite(write('v2', 2));
    at(12);
    ledger.onWrite(write('v2', 2));

    expect(release.completeAt).toBe(9);
  });

  it('knows what took the place of what', () => {
    const { ledger, at } = start();
    const second = ledger.deployed(story, deploy('v2'));
    at(10);
    const third = ledger.deployed(story, deploy('v3'));
    at(20);
    const again = ledger.deployed(story, { ...deploy('v2'), isOlder: true });
    at(30);
    ledger.removed('ledger');

    expect([second, third, again].map(({ end }) => end)).toEqual([
      { how: 'superseded', at: 10, by: 'v3' },
      { how: 'undone', at: 20, by: 'v2' },
      { how: 'deleted', at: 30 },
    ]);
    expect(ledger.newest('ledger')).toBeUndefined();
  });

  it('takes a template that nobody deployed for a rollback', () => {
    const { ledger, at } = start();
    const told: string[] = [];
    ledger.onRolledBack(({ version }) => told.push(version));
    const release = ledger.deployed(story, deploy('v2'));

    at(7);
    ledger.onWrite(write('v1', 0));
    ledger.onWrite(write('v1', 2));
    ledger.deployed(story, deploy('v3'));

    expect(release.end).toEqual({ how: 'rolled-back', at: 7, to: 'v1' });
    expect(release.completeAt).toBeUndefined();
    expect(told).toEqual(['v2']);
  });
});

describe('the sight', () => {
  it('is as long as its longest stretch within a span', () => {
    let now = 0;
    let isSeeing = false;
    const sight = createSight(
      () => isSeeing,
      () => now,
    );
    const turn = (at: number, to: boolean) => {
      now = at;
      isSeeing = to;
      sight.note();
    };
    turn(10, true);
    turn(40, false);
    turn(50, true);
    turn(55, true);
    now = 100;

    expect(sight.longestWithin(0, 100)).toBe(50);
    expect(sight.longestWithin(0, 60)).toBe(30);
    expect(sight.longestWithin(20, 45)).toBe(20);
    expect(sight.longestWithin(41, 49)).toBe(0);
  });
});
