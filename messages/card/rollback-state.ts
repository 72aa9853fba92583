import {
  isOwnAccord,
  type RollbackRun,
  type RollbackStatus,
  type Waiting,
} from '../../src/domain/rollback/rollback.ts';
import { exactly } from '../kit/date.ts';
import { took } from '../kit/duration.ts';
import { type Inline, italic, link, person } from '../kit/inline.ts';
import { foreignWords, podsOn, podsUp, versionName } from '../names.ts';
import { failureSentence } from '../rollback/failure.ts';
import { wayTaken } from '../rollback/way.ts';

interface State {
  readonly run: RollbackRun;
  readonly environment: string;
  readonly version: string;
  readonly target: string;
}

/** Who takes it back, to what, and how far that is. */
export function rollbackState(run: RollbackRun, environment: string, version: string): readonly Inline[] {
  const words = isOwnAccord(run) ? { ...byPeople, ...byItself } : byPeople;
  return words[run.status]({ run, environment, version, target: versionName(run.targetLabel) });
}

/** What was asked or announced, once it has been answered: how the rollback itself goes is said elsewhere. */
export function rollbackAnswer(run: RollbackRun, environment: string, version: string): readonly Inline[] {
  const isAnswered = run.status === 'approved' || run.status === 'running' || run.status === 'done';
  if (!isAnswered && run.status !== 'failed') return rollbackState(run, environment, version);
  const where = `${environment} to ${versionName(run.targetLabel)}`;
  if (isOwnAccord(run)) return [`Nobody stopped the automatic rollback of ${where}`];
  return [...approver(run), ' agreed to the rollback that ', who(run), ` asked for (${where})`];
}

type Words = (state: State) => readonly Inline[];

const byPeople: Readonly<Record<RollbackStatus, Words>> = {
  announced: announcedWords,
  requested: ({ run, environment, target }) => [
    who(run),
    ` wants to roll back ${environment} to ${target} · needs a second person`,
    ...because(run),
  ],
  approved: movingWords,
  running: movingWords,
  done: ({ run, environment, target }) => [
    'Rolled back by ',
    who(run),
    run.counts === undefined ? ` to ${target}` : `, ${podsOn(run.counts, target)}`,
    ` in ${environment}${timeTaken(run)} · `,
    ...wayTaken(run.way, run.url),
    ...approvalWords(run),
    ...because(run),
  ],
  failed: ({ run, environment, version, target }) => [
    `The rollback of ${environment} from ${version} to ${target} by `,
    who(run),
    ` failed. ${failureSentence(run, version)}`.trimEnd(),
  ],
  refused: ({ run, environment, target }) => [
    ...approver(run),
    ' said no to the rollback that ',
    who(run),
    ` asked for (${environment} to ${target}). Nothing was changed.`,
  ],
  expired: ({ run, environment, target }) => [
    'Nobody agreed to the rollback that ',
    who(run),
    ` asked for${run.overtakenBy === undefined ? '' : ` before ${versionName(run.overtakenBy)} came`} (${environment} to ${target}). Nothing was changed.`,
  ],
};

/** What is another thing to say when no person asked for it. */
const byItself: Readonly<Partial<Record<RollbackStatus, Words>>> = {
  refused: ({ run, environment, target }) => [
    ...approver(run),
    ` stopped the automatic rollback of ${environment} to ${target}. Nothing was changed.`,
  ],
  expired: ({ run, environment, version, target }) => [
    run.overtakenBy === undefined
      ? `I did not roll back ${environment} to ${target}: ${version} has not failed any more. Nothing was changed.`
      : `I did not roll back ${environment} to ${target}: ${versionName(run.overtakenBy)} came first. Nothing was changed.`,
  ],
};

function announcedWords({ run, environment, version, target }: State): readonly Inline[] {
  return [
    `I roll back ${environment} to ${target} `,
    exactly(run.actsAt ?? run.requestedAt),
    `, unless somebody stops me: ${version} failed`,
  ];
}

function movingWords({ run, environment, target }: State): readonly Inline[] {
  return [
    who(run),
    ` is rolling back ${environment} to ${target}${run.counts === undefined ? '' : ` · ${podsUp(run.counts)}`}`,
    ...waitingWords(run),
    ...approvalWords(run),
    ...because(run),
  ];
}

function who(run: RollbackRun): Inline {
  return isOwnAccord(run) ? 'Shipmate' : person(run.by);
}

function approver({ approval }: RollbackRun): readonly Inline[] {
  return approval === undefined ? ['Somebody'] : [person(approval.by)];
}

function because({ reason }: RollbackRun): readonly Inline[] {
  const words = foreignWords(reason ?? '', 200);
  return words === '' ? [] : [' · ', italic(`“${words}”`)];
}

function timeTaken({ endedAt, requestedAt }: RollbackRun): string {
  const time = endedAt === undefined ? '' : took(endedAt - requestedAt);
  return time === '' ? '' : ` · ${time}`;
}

function approvalWords({ approval, isBreakGlass }: RollbackRun): readonly Inline[] {
  if (isBreakGlass === true) return [' · without a second person'];
  if (approval === undefined || approval.by.userId === '') return [];
  return [' · approved by ', person(approval.by)];
}

const awaited: Readonly<Record<Waiting['for'], string>> = {
  merge: 'waits for the merge of the revert',
  reconciler: 'waits for the reconciler',
  'release-tool': 'waits for the release tool',
  'api-server': 'waits for the API server',
};

function waitingWords({ waiting }: RollbackRun): readonly Inline[] {
  if (waiting === undefined) return [];
  const said = foreignWords(waiting.said ?? '', 200);
  return [' · ', link(waiting.url, awaited[waiting.for]), ...(said === '' ? [] : [`: ${said}`])];
}
