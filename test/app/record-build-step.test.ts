import { expect, it } from 'vitest';
import { createFollowWorkload } from '../../src/app/follow-workload.ts';
import { createRecordBuildStep } from '../../src/app/record-build-step.ts';
import type { Card } from '../../src/domain/release/card.ts';
import { look } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';

const service = 'payments-api';
const image = 'registry.example/payments-api:v43';
const labels = { 'shipmate.dev/team': 'payments' };

const stepsOf = ({ build }: Card) => build?.steps.map(({ id, status }) => `${id} ${status}`);

it('steps end on the card that the build began on, too, when its rollout went on where its owner looks', async () => {
  const { desk, store, at } = await openDesk();
  const changed: string[] = [];
  const steps = createRecordBuildStep({
    ...desk,
    onCardChanged: ({ owner }) => void changed.push(owner.channel ?? ''),
  });
  await steps.record({ build: '1', service, step: 'push', status: 'passed', image });
  await steps.record({ build: '1', service, step: 'deploy', status: 'running' });
  at(1000);
  await createFollowWorkload(desk).observe(look(43, { labels }), false);
  changed.length = 0;

  await steps.record({ build: '1', service, step: 'deploy', status: 'failed' });

  const cards = await store.recentCards(service, 0);
  expect(cards.map(({ owner }) => owner.channel)).toEqual(['#team-payments', '#releases']);
  expect(cards.map(stepsOf)).toEqual([
    ['push passed', 'deploy failed'],
    ['push passed', 'deploy failed'],
  ]);
  expect(cards.map(({ notices }) => notices.map(({ kind }) => kind))).toEqual([['build-failed'], []]);
  expect(changed).toEqual(['#team-payments', '#releases']);
});

it('of another build of the service are no business of theirs', async () => {
  const { desk, store, at } = await openDesk();
  const steps = createRecordBuildStep(desk);
  await steps.record({ build: '0', service, step: 'test', status: 'running' });
  await steps.record({ build: '1', service, step: 'push', status: 'passed', image });
  at(1000);
  await createFollowWorkload(desk).observe(look(43, { labels }), false);

  await steps.record({ build: '1', service, step: 'deploy', status: 'passed' });

  const other = await store.cardByBuild(`${service}/0`);
  expect(other && stepsOf(other)).toEqual(['test running']);
});

it('steps end on each card that shows the build, when what it built was rolled out again meanwhile', async () => {
  const { desk, store, at } = await openDesk();
  const steps = createRecordBuildStep(desk);
  const follow = createFollowWorkload(desk);
  await steps.record({ build: '1', service, step: 'push', status: 'passed', image });
  await steps.record({ build: '1', service, step: 'deploy', status: 'running' });
  const { revision } = look(43);
  for (const number of [43, 44]) {
    at(number * 1000);
    await follow.observe(look(number, { labels, revision: { ...revision, number } }), false);
  }

  await steps.record({ build: '1', service, step: 'deploy', status: 'failed' });

  const cards = await store.recentCards(service, 0);
  expect(cards.map(stepsOf)).toEqual(Array.from({ length: 3 }, () => ['push passed', 'deploy failed']));
  expect(cards.flatMap(({ notices }) => notices.map(({ kind }) => kind))).toEqual(['build-failed']);
});
