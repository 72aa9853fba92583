import type { RollbackRun, Waiting } from '../../src/domain/rollback/rollback.ts';
import { took } from '../kit/duration.ts';
import { type Inline, italic, link, person } from '../kit/inline.ts';
import { foreignWords, podsOn, podsUp, versionName } from '../names.ts';
import { failureSentence } from '../rollback/failure.ts';

/** Who takes it back, to what, and how far that is. */
export function rollbackState(run: RollbackRun, environment: string, version: string): readonly Inline[] {
  const target = versionName(run.targetLabel);
  const reason = foreignWords(run.reason ?? '', 200);
  const because: readonly Inline[] = reason === '' ? [] : [' · ', italic(`“${reason}”`)];
  const time = run.endedAt === undefined ? '' : dotted(took(run.endedAt - run.requestedAt));
  switch (run.status) {
    case 'requested':
      return [
        person(run.by),
        ` wants to roll back ${environment} to ${target} · needs a second person`,
        ...because,
      ];
    case 'approved':
    case 'running':
      return [
        person(run.by),
        ` is rolling back ${environment} to ${target}${run.counts === undefined ? '' : ` · ${podsUp(run.counts)}`}`,
        ...waitingWords(run),
        ...approvalWords(run),
        ...because,
      ];
    case 'done':
      return [
        'Rolled back by ',
        person(run.by),
        run.counts === undefined ? ` to ${target}` : `, ${podsOn(run.counts, target)}`,
        ` in ${environment}${time}`,
        ...approvalWords(run),
        ...because,
      ];
    case 'failed':
      return [
        `The rollback of ${environment} from ${version} to ${target} by `,
        person(run.by),
        ` failed. ${failureSentence(run, version)}`.trimEnd(),
      ];
    case 'refused':
      return [
        ...(run.approval === undefined ? ['Somebody'] : [person(run.approval.by)]),
        ' said no to the rollback that ',
        person(run.by),
        ` asked for (${environment} to ${target}). Nothing was changed.`,
      ];
    case 'expired':
      return [
        'Nobody agreed to the rollback that ',
        person(run.by),
        ` asked for${run.overtakenBy === undefined ? '' : ` before ${versionName(run.overtakenBy)} came`} (${environment} to ${target}). Nothing was changed.`,
      ];
    default:
      return run.status satisfies never;
  }
}

function approvalWords({ approval, isBreakGlass }: RollbackRun): readonly Inline[] {
  if (isBreakGlass === true) return [' · without a second person'];
  return approval === undefined ? [] : [' · approved by ', person(approval.by)];
}

const awaited: Readonly<Record<Waiting['for'], string>> = {
  merge: 'waits for the merge of the revert',
  reconciler: 'waits for the reconciler',
  'release-tool': 'waits for the release tool',
};

function waitingWords({ waiting }: RollbackRun): readonly Inline[] {
  return waiting === undefined ? [] : [' · ', link(waiting.url, awaited[waiting.for])];
}

function dotted(time: string): string {
  return time === '' ? '' : ` · ${time}`;
}
