import { describe, expect, it } from 'vitest';
import { createRecordBuildStep } from '../../src/app/record-build-step.ts';
import { createReportBuildStep } from '../../src/app/report-build-step.ts';
import type { StepReport } from '../../src/domain/build/build.ts';
import { createRedaction } from '../../src/domain/redaction/redaction.ts';
import { eventually } from '../until.ts';
import { openInbox } from './inbox/open-inbox.ts';
import { openDesk } from './open-desk.ts';

const passed: StepReport = { build: '7', service: 'payments-api', step: 'test', status: 'passed' };

async function open({ isStarted = true } = {}) {
  const { desk, store } = await openDesk();
  const { inbox } = await openInbox({ store, clock: desk.clock });
  const redaction = createRedaction({ enabled: true, rules: [], allow: [] });
  const { report } = createReportBuildStep({ inbox, buildSteps: createRecordBuildStep(desk), redaction });
  if (isStarted) inbox.start();
  const step = async () => (await store.cardByBuild('payments-api/7'))?.build?.steps[0];
  return { inbox, store, report, step };
}

describe('a report of a build step', () => {
  it('is on its card when it is answered', async () => {
    const { report, step } = await open();

    const ending = await report({ ...passed, detail: '312 passed' });

    expect(ending).toEqual({ kind: 'done' });
    expect(await step()).toMatchObject({ status: 'passed', detail: '312 passed' });
  });

  it('that is sent again is acknowledged and changes nothing', async () => {
    const { report, store } = await open();
    await report(passed);
    const before = await store.cardByBuild('payments-api/7');

    const again = await Promise.all([report(passed), report(passed)]);

    const said = {
      status: 'passed',
      message: 'Step test of build 7 had ended as passed before this report. Nothing was changed.',
    };
    expect(again).toEqual([
      { kind: 'done', said },
      { kind: 'done', said },
    ]);
    expect(await store.cardByBuild('payments-api/7')).toEqual(before);
  });

  it('that says something else is not taken for a copy, nor one that says again what was true before', async () => {
    const { report, step } = await open();
    const running = { ...passed, status: 'running' } as const;

    const details: unknown[] = [];
    for (const detail of ['waiting for a runner', '10 of 312', 'waiting for a runner']) {
      await report({ ...running, detail });
      details.push((await step())?.detail);
    }
    await report({ ...passed, detail: '312 passed' });
    const late = await report({ ...running, detail: '312 of 312 passed' });

    expect(late).toMatchObject({
      kind: 'done',
      said: {
        status: 'passed',
        message:
          'Step test of build 7 had ended as passed before this report, and stays so. What else the report says was taken.',
      },
    });
    expect(details).toEqual(['waiting for a runner', '10 of 312', 'waiting for a runner']);
    expect(await step()).toMatchObject({ status: 'passed', detail: '312 of 312 passed' });
  });

  it('that says another end of a step that has ended is refused, and changes nothing', async () => {
    const { report, store } = await open();
    await report({ ...passed, status: 'failed', detail: '3 of 312 failed' });
    const before = await store.cardByBuild('payments-api/7');

    const answers = [
      await report({ ...passed, detail: '312 passed' }),
      await report({ ...passed, status: 'skipped' }),
    ];

    const message =
      'Step test of build 7 had ended as failed before this report, and stays so. Nothing was changed. A re-run needs a build id of its own, such as 7-2.';
    expect(answers).toMatchObject([
      { kind: 'refused', error: { code: 'step-has-ended', message } },
      { kind: 'refused', error: { code: 'step-has-ended', message } },
    ]);
    expect(await store.cardByBuild('payments-api/7')).toEqual(before);
  });

  it('that is refused is refused again when it is sent again', async () => {
    const { report } = await open();
    for (let step = 0; step < 100; step += 1) await report({ ...passed, step: `${step}` });

    const answers = [await report(passed), await report(passed)];

    expect(answers).toMatchObject([
      { kind: 'refused', error: { code: 'too-many-steps' } },
      { kind: 'refused', error: { code: 'too-many-steps' } },
    ]);
  });

  it('is not on its card when the mark that it was processed cannot be stored with it', async () => {
    const { desk, store } = await openDesk();
    const { record } = createRecordBuildStep(desk);

    const overtaken = record(passed, () => Promise.reject(new Error('overtaken')));

    await expect(overtaken).rejects.toThrow('overtaken');
    expect(await store.cardByBuild('payments-api/7')).toBeUndefined();
  });

  it('is stored without the secrets in it', async () => {
    const { report, store, inbox } = await open({ isStarted: false });

    const ending = report({ ...passed, detail: 'password=hunter2hunter2' });
    const stored = await eventually(async () => {
      const entry = await store.inbox.take('service/payments-api', { by: 'one', now: 0, until: 0 });
      return entry ?? expect.fail('nothing is stored yet');
    });
    inbox.start();

    expect(stored.body).not.toContain('hunter2');
    expect(stored.body).toContain('[hidden:');
    expect(await ending).toEqual({ kind: 'done' });
  });

  it.each(['\u0000', '\ud800', 'a/../b', 'ü'.repeat(100), ' \n '])(
    'is taken for a service called %j',
    async (service) => {
      const { report, inbox } = await open();

      expect(await report({ ...passed, service })).toEqual({ kind: 'done' });
      expect(inbox.metrics().processed).toMatchObject([{ outcome: 'done' }]);
    },
  );
});
