import { countsAgainstRelease } from '../src/domain/problem/weight.ts';
import type { Card, LogFile, Notice, Release, Rollout, TrackedProblem } from '../src/domain/release/card.ts';
import { isInTrouble } from '../src/domain/release/follow-rollout.ts';
import type { RollbackRun } from '../src/domain/rollback/rollback.ts';
import { isOpen } from '../src/domain/rollback/suspension.ts';
import { isAborted } from '../src/domain/rollout/particulars.ts';
import { runsToAnEnd, workloadKey } from '../src/domain/rollout/workload.ts';
import { buildState } from './card/build-state.ts';
import { abortedSentence } from './card/course.ts';
import { supersededWords } from './card/release-state.ts';
import { rollbackAnswer, rollbackState } from './card/rollback-state.ts';
import { companionSentence } from './companions.ts';
import { type Inline, mentions } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, type RichPart, richText } from './kit/rich-text.ts';
import { type LogSize, logParts } from './log-lines.ts';
import { containerName, environmentName, serviceName, versionName } from './names.ts';
import { problemCause } from './problem.ts';
import { problemHint } from './problem-hint.ts';
import { counted } from './quantity.ts';
import { reminderWords, suspensionWords } from './rollback/suspension.ts';

export interface NoticeOptions {
  readonly now: number;
  /** Whom to ping, formatted as Slack wants it: `<!subteam^S0123>` or `<@U0123>`. */
  readonly mention?: string;
  /** Slack refused it as too long. */
  readonly isShort?: boolean;
}

const logSize: LogSize = { lines: 30, characters: 3_600 };
/** As much as one entry of a log takes, with its first frames. */
const lastWords: LogSize = { lines: 6, characters: 900 };
const mostProblems = 8;
const mostLogs = 3;

/**
 * A reply in a card's thread: what must ping, because edits notify nobody. It tells what happened then, without
 * numbers that go on moving, so that it need not be edited with every look at the pods.
 */
export function renderNotice(card: Card, notice: Notice, options: NoticeOptions): Message {
  const found = find(card, notice);
  switch (notice.kind) {
    case 'build-failed':
      return say(options, [
        `${serviceName(card.owner.service)} ${versionName(card.version.label)}: `,
        ...buildWords(card),
      ]);
    case 'failing':
      return failing(card, notice, found, options);
    case 'left':
      return found === undefined
        ? gone(card, notice)
        : say({}, [
            `${supersededWords(found.release, versionName(card.version.label), environmentName(found.release.environment))}.`,
          ]);
    case 'rolled-back':
      return found?.rollout.rollback?.status === 'done'
        ? rolledBack(card, found, found.rollout.rollback)
        : gone(card, notice);
    case 'rollback-failed':
      return found?.rollout.rollback?.status === 'failed'
        ? say(options, stateOf(card, found, found.rollout.rollback))
        : gone(card, notice);
    case 'approval-needed':
      return approvalNeeded(card, notice, found, options);
    case 'rollback-announced':
      return found?.rollout.rollback === undefined
        ? gone(card, notice)
        : say(options, ended(answerOf(card, found, found.rollout.rollback)));
    case 'glass-broken':
      return found?.rollout.rollback === undefined
        ? gone(card, notice)
        : say(options, ended(stateOf(card, found, found.rollout.rollback)));
    case 'flux-resumes':
    case 'flux-stays-suspended':
      return found?.rollout.rollback === undefined
        ? gone(card, notice)
        : ofFlux(card, notice, { ...found, run: found.rollout.rollback }, options);
    default:
      return notice.kind satisfies never;
  }
}

/** Calls while there is something to do, and tells how it went once there is not. */
function ofFlux(
  card: Card,
  notice: Notice,
  { release, run }: Found & { readonly run: RollbackRun },
  options: NoticeOptions,
): Message {
  const name = versionName(card.version.label);
  const isReminder = notice.kind === 'flux-resumes';
  const reminder = isReminder ? reminderWords(run, name, environmentName(release.environment)) : [];
  if (reminder.length > 0) return say(options, reminder);
  const words = suspensionWords(run, name);
  if (words.length === 0) return gone(card, notice);
  return say(isReminder || !isOpen(run.suspension) ? {} : options, words);
}

/** Calls those who may agree while it waits for them, and tells how it went once it does not. */
function approvalNeeded(
  card: Card,
  notice: Notice,
  found: Found | undefined,
  options: NoticeOptions,
): Message {
  const run = found?.rollout.rollback;
  if (found === undefined || run === undefined || notice.at !== run.requestedAt) return gone(card, notice);
  if (run.status !== 'requested') return say({}, ended(answerOf(card, found, run)));
  return say(options, [...stateOf(card, found, run), '. The card has the buttons: Approve, or Decline.']);
}

function stateOf(card: Card, { release }: Found, run: RollbackRun): readonly Inline[] {
  return rollbackState(run, environmentName(release.environment), versionName(card.version.label));
}

function answerOf(card: Card, { release }: Found, run: RollbackRun): readonly Inline[] {
  return rollbackAnswer(run, environmentName(release.environment), versionName(card.version.label));
}

/** With a full stop, unless it is there. */
function ended(line: readonly Inline[]): readonly Inline[] {
  const last = line.at(-1);
  return typeof last === 'string' && last.endsWith('.') ? line : [...line, '.'];
}

interface Found {
  readonly release: Release;
  readonly rollout: Rollout;
}

function find(card: Card, { workload }: Notice): Found | undefined {
  for (const release of card.releases) {
    const rollout = release.rollouts.find((each) => workloadKey(each.workload) === workload);
    if (rollout !== undefined) return { release, rollout };
  }
  return undefined;
}

function failing(card: Card, notice: Notice, found: Found | undefined, options: NoticeOptions): Message {
  const headline = `${versionName(card.version.label)} of ${serviceName(card.owner.service)} ${whatItDoes(card, found)} in ${environmentName(notice.environment ?? '')}.`;
  const problems = problemsOf(card, notice, found);
  const logs = Math.min(problems.length, mostLogs);
  const size = { ...logSize, characters: Math.floor(logSize.characters / Math.max(1, logs)) };
  const [first, ...others] = problems;
  const line: Inline[] = [
    headline,
    ...(first === undefined ? stalled(found) : [` ${problemCause(first.problem, card.version.label)}`]),
  ];
  return say(options, line, [
    ...withEvidence(first, problems, size),
    ...others
      .slice(0, mostProblems - 1)
      .flatMap((each, index) => [
        paragraph([problemCause(each.problem, card.version.label)]),
        ...withEvidence(each, problems, index + 1 < mostLogs ? size : undefined),
      ]),
    ...(problems.length > mostProblems ? [paragraph([`And ${problems.length - mostProblems} more.`])] : []),
  ]);
}

/** A job that was given up does not try again. */
function whatItDoes({ alert }: Card, found: Found | undefined): string {
  if (found?.rollout.status === 'failed' && runsToAnEnd(found.rollout.workload)) return 'failed';
  return alert === undefined ? 'is failing' : 'began to fail';
}

/** What befell the rollout from this reply on until the next one: later problems join the reply that pinged. */
function problemsOf(card: Card, notice: Notice, found: Found | undefined): readonly TrackedProblem[] {
  const next = card.notices.find(
    ({ kind, workload, at }) => kind === 'failing' && workload === notice.workload && at > notice.at,
  );
  const problems = found?.rollout.problems ?? [];
  return problems.filter(
    ({ problem, firstSeenAt }) => countsAgainstRelease(problem) && firstSeenAt < (next?.at ?? Infinity),
  );
}

function withEvidence(
  tracked: TrackedProblem | undefined,
  problems: readonly TrackedProblem[],
  size: LogSize | undefined,
): readonly (RichPart | undefined)[] {
  if (tracked === undefined) return [];
  const beside = companionSentence(
    tracked.problem,
    problems.map(({ problem }) => problem),
  );
  return [
    beside === undefined ? undefined : paragraph([beside]),
    ...logsOf(tracked, size),
    paragraph([problemHint(tracked.problem)]),
  ];
}

/** Where the whole log is a file below, its last words are enough. */
function logsOf(
  { log, reading }: TrackedProblem,
  size: LogSize | undefined,
): readonly (RichPart | undefined)[] {
  const files = reading?.files ?? [];
  const shown = files.length > 0 ? lastWords : size;
  return [
    ...(size === undefined || shown === undefined ? [] : logParts(log, shown)),
    ...(files.length === 0 ? [] : [paragraph([files.map(attachedWords).join(' ')])]),
  ];
}

/** `Full log as a file in this thread (213 lines, 2 secrets hidden).` The file may come before this reply or after it. */
function attachedWords({ lines, hidden, containers }: LogFile, index: number): string {
  const size = [
    counted(lines, 'line'),
    ...(hidden === 0 ? [] : [`${counted(hidden, 'secret')} hidden`]),
  ].join(', ');
  if (index > 0) return `A later crash ended otherwise: its log as a file, too (${size}).`;
  const [, ...others] = containers;
  if (others.length === 0) return `Full log as a file in this thread (${size}).`;
  return `Full logs of ${containers.map(containerName).join(' and ')} as a file in this thread (${size}).`;
}

function stalled(found: Found | undefined): readonly Inline[] {
  if (found === undefined || !isInTrouble(found.rollout)) return [];
  const { particulars, workload } = found.rollout;
  if (isAborted(particulars)) return [` ${abortedSentence} The card has what Argo Rollouts says.`];
  const who = workload.kind === 'Rollout' ? 'Argo Rollouts' : 'Kubernetes';
  return [` Nothing moves, and no pod reports an error. The card has what ${who} says.`];
}

function buildWords(card: Card): readonly Inline[] {
  return card.build === undefined ? ['the build failed'] : buildState(card.build);
}

/** Good news pings nobody. */
function rolledBack(card: Card, found: Found, run: RollbackRun): Message {
  const state = ended(stateOf(card, found, run));
  const suspended = suspensionWords(run, versionName(card.version.label));
  return say({}, suspended.length === 0 ? state : [...state, ' ', ...suspended]);
}

/** The state has gone on since; the reply says only what it was about. */
function gone(card: Card, { environment }: Notice): Message {
  const place = environment === undefined ? '' : ` in ${environmentName(environment)}`;
  return say({}, [
    `A rollback of ${serviceName(card.owner.service)}${place} came to its end; the card says how it stands.`,
  ]);
}

function say(
  { mention, isShort }: Pick<NoticeOptions, 'mention' | 'isShort'>,
  line: readonly Inline[],
  more: readonly (RichPart | undefined)[] = [],
): Message {
  const said = [...mentions(mention), ...line];
  const block = richText([paragraph(said), ...more]);
  return message([said], block === undefined ? [] : [{ importance: 'required', blocks: [block] }], isShort);
}
