import type { SubscriptionAnswer } from '../src/domain/quiet/subscription.ts';
import { singleLine } from './kit/escape.ts';
import type { Inline } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';

const mostAuthors = 5;

/** Whether somebody is told of their changes directly, and by what their builds are known to be theirs. */
export function renderSubscriptionAnswer(answer: SubscriptionAnswer): Message {
  const lines = [[standing(answer)], ...identity(answer).map((line): readonly Inline[] => [line])];
  const block = richText(lines.map(paragraph));
  return message(lines, block === undefined ? [] : [{ importance: 'required', blocks: [block] }]);
}

function standing({ subscription, wasChanged }: SubscriptionAnswer): string {
  if (subscription === undefined) {
    return wasChanged
      ? 'From now on I tell you nothing directly. Cards in channels go on as always.'
      : 'I tell you nothing directly. /shipmate notify me on changes that.';
  }
  const when = wasChanged ? 'From now on I tell' : 'I tell';
  return subscription.wants === 'all'
    ? `${when} you directly of each of your changes, from its build on, and call you when it fails. /shipmate notify me off ends it.`
    : `${when} you directly when a change of yours fails. /shipmate notify me all is for those that succeed, too; /shipmate notify me off ends it.`;
}

/** What is known of the person, and whether builds name them so. */
function identity({ subscription, email, knownAs, authors }: SubscriptionAnswer): readonly string[] {
  if (subscription === undefined) return [];
  const me =
    email === undefined
      ? 'Slack does not tell me your e-mail address.'
      : `I know you as ${singleLine(email, 120)}.`;
  if (knownAs !== undefined) return [`${me} Builds of yours name you “${singleLine(knownAs, 80)}”.`];
  const repair =
    'Let the pipeline send your e-mail address as authorEmail, or ask an administrator to add your name there to people in the configuration.';
  if (authors.length === 0) return [`${me} No build has named its author yet. ${repair}`];
  const names = authors.slice(0, mostAuthors).map((author) => `“${singleLine(author, 80)}”`);
  const rest = authors.length > mostAuthors ? ' and others' : '';
  const they =
    names.length === 1 && rest === '' ? 'which is nobody that I can match' : 'none of which I can match';
  return [`${me} Pipelines name their authors ${names.join(', ')}${rest}, ${they} with you. ${repair}`];
}
