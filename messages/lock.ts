import type { Lock } from '../src/domain/lock/lock.ts';
import type { LockAnswer } from '../src/domain/lock/lock-answer.ts';
import { moment } from './kit/date.ts';
import { singleLine } from './kit/escape.ts';
import { bold, type Inline, italic } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';
import { environmentName, foreignWords, serviceName, versionName } from './names.ts';
import { notPermittedWords } from './permission.ts';

const mostLocks = 20;

/** What became of a request, for the eyes of whoever asked. */
export function renderLockAnswer(answer: LockAnswer): Message {
  return say(answerLines(answer));
}

/** Everything that is locked, what ends first first. */
export function renderLocks(locks: readonly Lock[]): Message {
  if (locks.length === 0) return say([['Nothing is locked: automatic releases go on everywhere.']]);
  const shown = locks.slice(0, mostLocks).map((lock): readonly Inline[] => ['• ', ...lockSentence(lock)]);
  const rest = locks.length - shown.length;
  return say([...shown, ...(rest > 0 ? [[`And ${rest} more.`]] : [])]);
}

/** `payments-api in prod is locked until tomorrow at 14:02 by Ada: rolled back from v43 to v42` */
export function lockSentence({ service, environment, by, until, cause }: Lock): readonly Inline[] {
  return [
    bold(serviceName(service)),
    ` in ${environmentName(environment)} is locked until `,
    moment(until),
    ` by ${singleLine(by.name, 80) || 'somebody'}`,
    ...because(cause),
  ];
}

function because(cause: Lock['cause']): readonly Inline[] {
  if (cause.kind === 'rollback') {
    return [`: rolled back from ${versionName(cause.from)} to ${versionName(cause.to)}`];
  }
  const reason = foreignWords(cause.reason ?? '', 200);
  return reason === '' ? [] : [', ', italic(`“${reason}”`)];
}

function answerLines(answer: LockAnswer): readonly (readonly Inline[])[] {
  switch (answer.kind) {
    case 'locked':
      return [
        [...lockSentence(answer.lock), '.'],
        [
          `Automatic releases wait until then, where the pipeline asks. /shipmate unlock ${serviceName(answer.lock.service)} in ${environmentName(answer.lock.environment)} ends it.`,
        ],
        ...replacement(answer),
      ];
    case 'locked-longer':
      return [[...lockSentence(answer.lock), '. That is longer than what you asked for, so it stays.']];
    case 'unlocked':
      return [
        [
          bold(serviceName(answer.lock.service)),
          ` in ${environmentName(answer.lock.environment)} is unlocked: automatic releases go on.`,
        ],
      ];
    case 'not-locked':
      return [
        [
          bold(serviceName(answer.service)),
          ` in ${environmentName(answer.environment)} is not locked. Nothing was changed.`,
        ],
      ];
    case 'unknown-service':
      return [unknownService(answer)];
    case 'unknown-environment':
      return [unknownEnvironment(answer)];
    case 'not-permitted':
      return [notPermittedWords(answer.deed, answer)];
    case 'identity-unavailable':
      return [
        [
          'Slack did not tell me who you are or which teams you are in, so I changed nothing. Try again in a minute.',
        ],
      ];
    case 'unknown-button':
      return [
        [
          'I do not know this button any more: its card is too old. Nothing was changed. /shipmate locks shows what is locked.',
        ],
      ];
    default:
      return answer satisfies never;
  }
}

/** One place has one lock: whose went for it, and what theirs was for. */
function replacement({ replaces }: Extract<LockAnswer, { kind: 'locked' }>): readonly (readonly Inline[])[] {
  if (replaces === undefined) return [];
  const { until, by, cause } = replaces;
  return [
    [
      'This replaces the lock until ',
      moment(until),
      ` by ${singleLine(by.name, 80) || 'somebody'}`,
      ...because(cause),
      '.',
    ],
  ];
}

function unknownService({
  service,
  nearest,
}: Extract<LockAnswer, { kind: 'unknown-service' }>): readonly Inline[] {
  const guess = nearest === undefined ? '' : ` Did you mean ${serviceName(nearest)}?`;
  return [
    `I know no service ${serviceName(service)}.${guess} Nothing was changed. A service is known by its name in the configuration, or once it has had a card.`,
  ];
}

function unknownEnvironment({
  environment,
  known,
}: Extract<LockAnswer, { kind: 'unknown-environment' }>): readonly Inline[] {
  const names = known.slice(0, 8).map(environmentName).join(', ');
  return [
    `I know no environment ${environmentName(environment)}. Those I know: ${names}. Nothing was changed.`,
  ];
}

function say(lines: readonly (readonly Inline[])[]): Message {
  const block = richText(lines.map(paragraph));
  return message(lines, block === undefined ? [] : [{ importance: 'required', blocks: [block] }]);
}
