import { renderWrongUsage } from '../../../messages/command-help.ts';
import { renderSubscriptionAnswer } from '../../../messages/subscription.ts';
import type { ConcludeSubscription, Subscriptions } from '../../../src/app/quiet/subscriptions.ts';
import type { SubscriptionScope } from '../../../src/domain/quiet/subscription.ts';
import { command, type Subcommand } from './subcommand.ts';
import { notUnderstood } from './words.ts';

const help = {
  name: 'notify',
  usage: 'notify me [on | off] [failures | all]',
  summary: 'be told directly of your own changes, or no more',
  example: 'notify me on failures',
} as const;

export type NotifyReading =
  | { readonly kind: 'on'; readonly wants: SubscriptionScope }
  | { readonly kind: 'off' | 'standing' }
  | { readonly kind: 'wrong'; readonly problem: string };

export function createNotifyCommand(subscriptions: Subscriptions): Subcommand {
  return {
    ...help,
    async answer({ words, userId, conclude }) {
      const read = readNotify(words);
      const concluded: ConcludeSubscription = (session, answer) =>
        conclude(session, renderSubscriptionAnswer(answer));
      switch (read.kind) {
        case 'on':
          return renderSubscriptionAnswer(await subscriptions.subscribe(userId, read.wants, concluded));
        case 'off':
          return renderSubscriptionAnswer(await subscriptions.unsubscribe(userId, concluded));
        case 'standing':
          return renderSubscriptionAnswer(await subscriptions.standing(userId));
        case 'wrong':
          return renderWrongUsage(command, help, read.problem);
      }
    },
  };
}

/** `me [on | off] [failures | all]`; `on` may be left out before what it is about. */
export function readNotify(words: readonly string[]): NotifyReading {
  const [who, ...rest] = words.map((word) => word.toLowerCase());
  if (who !== 'me')
    return { kind: 'wrong', problem: 'I tell people directly only what they ask for themselves: “me”.' };
  if (rest.length === 0) return { kind: 'standing' };
  if (rest.length === 1 && rest[0] === 'off') return { kind: 'off' };
  const [wants = 'failures', ...more] = rest[0] === 'on' ? rest.slice(1) : rest;
  if ((wants === 'failures' || wants === 'all') && more.length === 0) return { kind: 'on', wants };
  const problem = notUnderstood(words.slice(1), words[0] ?? 'me') ?? '';
  return { kind: 'wrong', problem: `${problem} I expected on, off, failures or all.` };
}
