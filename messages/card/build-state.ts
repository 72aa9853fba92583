import type { Build, BuildStep } from '../../src/domain/build/build.ts';
import { buildStatus } from '../../src/domain/build/record-step.ts';
import { ago } from '../kit/date.ts';
import { took } from '../kit/duration.ts';
import { singleLine } from '../kit/escape.ts';
import { type Inline, link } from '../kit/inline.ts';

/** Where the build stands, in one line. */
export function buildState(build: Build): readonly Inline[] {
  switch (buildStatus(build)) {
    case 'failed':
      return failedState(build);
    case 'running':
      return ['building · started ', ago(build.startedAt)];
    case 'passed':
      return [`built${buildTime(build)}, its rollout has not started yet`];
  }
}

export function stepTitle(step: BuildStep): string {
  return singleLine(step.title, 80) || singleLine(step.id, 80) || 'a step without a name';
}

function failedState(build: Build): readonly Inline[] {
  const failed = build.steps.find(({ status }) => status === 'failed');
  if (failed === undefined) return ['the build failed'];
  const detail = singleLine(failed.detail ?? '', 120);
  return [
    'the build failed at ',
    link(failed.url ?? build.url, stepTitle(failed)),
    detail === '' ? '' : `: ${detail}`,
  ];
}

function buildTime({ startedAt, steps }: Build): string {
  const ends = steps.flatMap(({ finishedAt }) => (finishedAt === undefined ? [] : [finishedAt]));
  const time = ends.length === 0 ? '' : took(Math.max(...ends) - startedAt);
  return time === '' ? '' : ` in ${time}`;
}
