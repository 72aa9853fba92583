import type { Build } from '../build/build.ts';
import type { Card } from '../release/card.ts';
import type { Subscription } from './subscription.ts';

/** What pipelines call a person, by Slack user id: logins and names that are no e-mail address. */
export interface Alias {
  readonly userId: string;
  readonly names: readonly string[];
}

type Known = Pick<Subscription, 'userId' | 'email'>;
type Author = Pick<Build, 'author' | 'authorEmail'>;

/**
 * Whether a build is this person's: by e-mail address, by Slack user id, or by a name that the configuration gives them.
 * A name alone decides nothing, because anybody may call themselves so in Slack.
 */
export function isAuthor(
  { userId, email }: Known,
  { author, authorEmail }: Author,
  aliases: readonly Alias[],
): boolean {
  const said = wordsFor(author ?? '');
  const emails = [...said.emails, ...(authorEmail === undefined ? [] : [normal(authorEmail)])];
  if (email !== undefined && emails.includes(normal(email))) return true;
  if (said.names.includes(normal(userId))) return true;
  const names = aliases
    .filter((alias) => alias.userId === userId)
    .flatMap((alias) => alias.names.map(normal));
  return [...said.names, ...emails].some((word) => names.includes(word));
}

/** Who is told directly of this card. */
export function subscribersOf(
  card: Card,
  subscriptions: readonly Subscription[],
  aliases: readonly Alias[],
): readonly Subscription[] {
  const { build, openedAt } = card;
  if (build === undefined) return [];
  return subscriptions.filter((each) => each.since <= openedAt && isAuthor(each, build, aliases));
}

/** `Ada L. <ada@acme.example>` is a name and an address; Git and most pipelines write it so. */
function wordsFor(author: string): { readonly names: readonly string[]; readonly emails: readonly string[] } {
  const [, name = author, address = ''] = /^([^<>]*)<([^<>\s]+)>\s*$/.exec(author) ?? [];
  const words = [name, address].map(normal).filter((word) => word !== '');
  return {
    names: words.filter((word) => !word.includes('@')),
    emails: words.filter((word) => word.includes('@')),
  };
}

function normal(word: string): string {
  return word.trim().replace(/^@/, '').toLowerCase();
}
