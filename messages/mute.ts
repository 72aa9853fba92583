import type { Mute, MuteScope, ScopeName } from '../src/domain/quiet/mute.ts';
import type { MuteAnswer } from '../src/domain/quiet/mute-request.ts';
import { moment } from './kit/date.ts';
import { took } from './kit/duration.ts';
import { singleLine } from './kit/escape.ts';
import { bold, type Inline, italic, link } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';
import { environmentName, foreignWords, serviceName } from './names.ts';

const longestReason = 200;
const mostMutes = 20;
const mostNames = 8;

/** On the card, and wherever a mute is told of: what, until when, by whom and why, and what is heard all the same. */
export function muteSentence(mute: Mute): readonly Inline[] {
  return [
    ...subject(mute.scope),
    ...untilWhen(mute),
    '. ',
    'Until then nobody is pinged.',
    ...exception(mute),
    ...replacement(mute),
  ];
}

/** What became of a request, for the eyes of whoever asked. */
export function renderMuteAnswer(answer: MuteAnswer): Message {
  return say(answerLines(answer));
}

export interface ListedMute extends Mute {
  /** Where the card is that it is of; absent for a service, and while the card is not posted. */
  readonly cardUrl?: string;
}

/** Everything that is muted, what ends first first. */
export function renderMutes(mutes: readonly ListedMute[]): Message {
  if (mutes.length === 0) return say([['Nothing is muted.']]);
  const shown = mutes.slice(0, mostMutes).map((mute): readonly Inline[] => {
    return ['• ', ...listedMute(mute)];
  });
  const rest = mutes.length - shown.length;
  return say([
    ...shown,
    ...(rest > 0 ? [[`And ${rest} more.`]] : []),
    [
      '/shipmate unmute with the name of a service ends its mutes, and those of its cards. A card has a button, too.',
    ],
  ]);
}

function answerLines(answer: MuteAnswer): readonly (readonly Inline[])[] {
  switch (answer.kind) {
    case 'muted':
      return [
        muteSentence(answer.mute),
        ...(answer.mute.scope.kind === 'service'
          ? [[`Its cards go on as always. /shipmate unmute ${nameOf(answer.mute.scope)} ends it.`]]
          : []),
      ];
    case 'unmuted':
      return [[...unmuted(answer), '. What is still failing may ping again.'], ...othersLine(answer.others)];
    case 'not-muted':
      return [[...subject(answer.scope, 'not muted'), '.'], ...othersLine(answer.others)];
    case 'unknown-service':
      return [unknownService(answer)];
    case 'unknown-environment':
      return [unknownEnvironment(answer)];
    case 'unknown-button':
      return [
        [
          'I do not know this button any more: its card is too old. Nothing was changed. Use the newest card of the service.',
        ],
      ];
    default:
      return answer satisfies never;
  }
}

/** `payments-api is muted in prod`, `This card is muted` */
function subject(scope: ScopeName, state = 'muted'): readonly Inline[] {
  if (scope.kind === 'card') return [bold('This card'), ` is ${state}`];
  const where = scope.environment === undefined ? '' : ` in ${environmentName(scope.environment)}`;
  return [bold(serviceName(scope.service)), ` is ${state}${where}`];
}

/** `payments-api is no longer muted, nor is payments-api in dev, nor is the card of payments-api v43` */
function unmuted({ mute: { scope }, also }: Extract<MuteAnswer, { kind: 'unmuted' }>): readonly Inline[] {
  const state = 'no longer muted';
  const first =
    scope.kind === 'card' ? ['The card of ', bold(titleOf(scope)), ` is ${state}`] : subject(scope, state);
  const shown = also.slice(0, mostNames);
  const rest = also.length - shown.length;
  return [
    ...first,
    ...shown.map((each) => `, nor is ${nameFor(each)}`),
    ...(rest > 0 ? [`, nor are ${rest} more`] : []),
  ];
}

/** Where there is no card around it. */
function listed({ scope, cardUrl }: ListedMute): readonly Inline[] {
  if (scope.kind !== 'card') return subject(scope);
  const title = titleOf(scope);
  return ['The card of ', cardUrl === undefined ? bold(title) : link(cardUrl, title), ' is muted'];
}

function titleOf({ title }: Extract<MuteScope, { kind: 'card' }>): string {
  return singleLine(title, 120) || 'a version';
}

function nameFor({ scope }: Mute): string {
  return scope.kind === 'card' ? `the card of ${titleOf(scope)}` : nameOf(scope);
}

/** By name: a card that is posted while its service is muted must not ping who muted it. */
function untilWhen({ until, by, reason }: Pick<Mute, 'until' | 'by' | 'reason'>): readonly Inline[] {
  const because = foreignWords(reason ?? '', longestReason);
  return [
    ' until ',
    moment(until),
    ' by ',
    singleLine(by.name, 80) || 'somebody',
    ...(because === '' ? [] : [', ', italic(`“${because}”`)]),
  ];
}

function exception({ heardIn }: Mute): readonly Inline[] {
  if (heardIn.length === 0) return [];
  const names = heardIn.slice(0, 5).map(environmentName).join(', ');
  const protectedOnes = heardIn.length === 1 ? 'which is protected' : 'which are protected';
  return [` In ${names}, ${protectedOnes}, a version that failed still pings.`];
}

/** One scope has one mute: whose went for it, so that nobody finds theirs shortened without a word. */
function replacement({ until, replaces }: Mute): readonly Inline[] {
  if (replaces === undefined) return [];
  return [' Before, it was muted', ...untilWhen(replaces), `: ${comparison(until - replaces.until)}.`];
}

/** Ends are told to the minute: what differs by less, such as the same command given twice, is the same. */
function comparison(longerByMs: number): string {
  const difference = Math.abs(longerByMs);
  if (difference < 60_000) return 'the end is the same';
  return `it is ${took(difference)} ${longerByMs > 0 ? 'longer' : 'shorter'} now`;
}

/** As it is typed after a command. */
function nameOf(scope: ScopeName): string {
  if (scope.kind === 'card') return '';
  const where = scope.environment === undefined ? '' : ` in ${environmentName(scope.environment)}`;
  return `${serviceName(scope.service)}${where}`;
}

function othersLine(others: readonly Mute[]): readonly (readonly Inline[])[] {
  const names = [...new Set(others.map(nameFor))].slice(0, mostNames);
  return names.length === 0 ? [] : [[`Muted now: ${names.join(', ')}.`]];
}

function unknownService({
  service,
  nearest,
}: Extract<MuteAnswer, { kind: 'unknown-service' }>): readonly Inline[] {
  const guess = nearest === undefined ? '' : ` Did you mean ${serviceName(nearest)}?`;
  return [
    `I know no service ${serviceName(service)}.${guess} Nothing was changed. A service is known by its name in the configuration, or once it has had a card.`,
  ];
}

function unknownEnvironment({
  environment,
  known,
}: Extract<MuteAnswer, { kind: 'unknown-environment' }>): readonly Inline[] {
  const names = known.slice(0, 8).map(environmentName).join(', ');
  return [
    `I know no environment ${environmentName(environment)}. Those I know: ${names}. Nothing was changed.`,
  ];
}

/** `payments-api is muted in prod until tomorrow at 14:02 by Ada`, where there is no card around it. */
export function listedMute(mute: ListedMute): readonly Inline[] {
  return [...listed(mute), ...untilWhen(mute)];
}

function say(lines: readonly (readonly Inline[])[]): Message {
  const block = richText(lines.map(paragraph));
  return message(lines, block === undefined ? [] : [{ importance: 'required', blocks: [block] }]);
}
