import { describe, expect, it } from 'vitest';
import { createSubscriptions } from '../../../src/app/quiet/subscriptions.ts';
import { createRecordBuildStep } from '../../../src/app/record-build-step.ts';
import { createPersonSubject } from '../../../src/app/subjects/person-subject.ts';
import { openQuiet } from './open-quiet.ts';

const email = 'ada@acme.example';
const service = 'ledger';

async function open() {
  const { desk, store, at } = await openQuiet({});
  const people = { person: async (userId: string) => ({ userId, name: 'Ada', email }) };
  const builds = createRecordBuildStep(desk);
  let now = 0;
  /** Slack has shown all that waited: then what waits afterwards is news. */
  async function show(): Promise<void> {
    for (const { dirtySince: _, ...record } of await store.dirtyMessages(100)) {
      await store.saveMessage({ ...record, status: 'posted', ts: `1.${record.changes}` });
    }
  }
  return {
    subscriptions: createSubscriptions(desk, people),
    show,
    async step(step: string, status: 'running' | 'passed' | 'failed', build = 'b-1') {
      now += 1_000;
      at(now);
      await builds.record({ service, build, step, status, authorEmail: email }, async () => undefined);
    },
    pass() {
      now += 1_000;
      at(now);
    },
    /** Whether there is anything to show of what waits to be told directly. */
    async isShown(): Promise<boolean> {
      const source = createPersonSubject({ renderer: 'plan', now: () => now });
      const waiting = await store.dirtyMessages(100);
      const record = waiting.find(({ subject }) => subject.kind === 'person') ?? expect.fail('nothing waits');
      return (await source.load(record, store)) !== undefined;
    },
    /** What waits to be told directly. */
    async direct() {
      const dirty = await store.dirtyMessages(100);
      return dirty.filter(({ subject }) => subject.kind === 'person').map(({ slot }) => slot);
    },
  };
}

describe('somebody who asks again to be told of their changes', () => {
  it.each(['all', 'failures'] as const)('is told on of what they were told of before: %s', async (wants) => {
    const { subscriptions, step, show, pass, direct } = await open();
    await subscriptions.subscribe('U0ADA', 'all');
    await step('test', 'running');
    await show();

    pass();
    await subscriptions.subscribe('U0ADA', wants);
    await step('test', 'passed');

    expect(await direct()).toEqual(['card']);
  });

  it('is called no second time to what they were called to', async () => {
    const { subscriptions, step, show, pass, direct } = await open();
    await subscriptions.subscribe('U0ADA', 'failures');
    await step('test', 'failed');
    await show();

    pass();
    await subscriptions.subscribe('U0ADA', 'all');
    await step('lint', 'passed');

    expect(await direct()).toEqual(['card']);
  });

  it('for failures alone: sees the end of what they were shown, and nothing of what comes then', async () => {
    const { subscriptions, step, show, isShown } = await open();
    await subscriptions.subscribe('U0ADA', 'all');
    await step('test', 'running');
    await show();

    await subscriptions.subscribe('U0ADA', 'failures');
    await step('test', 'passed');
    const before = await isShown();
    await show();
    await step('test', 'running', 'b-2');

    expect([before, await isShown()]).toEqual([true, false]);
  });

  it('for failures alone: is called by a reply where the message itself is there already', async () => {
    const { subscriptions, step, show, direct } = await open();
    await subscriptions.subscribe('U0ADA', 'all');
    await step('test', 'running');
    await show();

    await subscriptions.subscribe('U0ADA', 'failures');
    await step('test', 'failed');
    const waiting = await direct();
    await step('test', 'failed', 'b-2');

    expect(waiting).toEqual([expect.stringMatching(/^build-failed/), 'card']);
    expect(await direct()).toEqual([...waiting, 'card']);
  });

  it('hears nothing of what began before they asked for the first time', async () => {
    const { subscriptions, step, pass, direct } = await open();
    await step('test', 'running');

    pass();
    await subscriptions.subscribe('U0ADA', 'all');
    await step('test', 'passed');

    expect(await direct()).toEqual([]);
  });
});
