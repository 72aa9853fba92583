import { isAuthor } from '../../domain/quiet/author.ts';
import type { Subscription, SubscriptionAnswer, SubscriptionScope } from '../../domain/quiet/subscription.ts';
import type { People, StoreSession } from '../../ports.ts';
import type { Desk } from '../desk.ts';

/** Called in the transaction of what is done. */
export type ConcludeSubscription = (session: StoreSession, answer: SubscriptionAnswer) => Promise<void>;

export interface Subscriptions {
  subscribe(
    userId: string,
    wants: SubscriptionScope,
    conclude?: ConcludeSubscription,
  ): Promise<SubscriptionAnswer>;
  unsubscribe(userId: string, conclude?: ConcludeSubscription): Promise<SubscriptionAnswer>;
  /** Changes nothing. */
  standing(userId: string): Promise<SubscriptionAnswer>;
}

/** Builds that are looked through for how pipelines name people. */
const recentBuilds = 200;

/** Whether somebody is told directly of their own changes. They may ask for it and end it at any time. */
export function createSubscriptions(desk: Desk, people: Pick<People, 'person'>): Subscriptions {
  const { store, clock, settings } = desk;

  async function find(userId: string): Promise<Subscription | undefined> {
    return (await store.quiet.subscriptions()).find((each) => each.userId === userId);
  }

  async function answer(
    userId: string,
    subscription: Subscription | undefined,
    wasChanged: boolean,
  ): Promise<SubscriptionAnswer> {
    const authors = await store.quiet.recentAuthors(recentBuilds);
    const email = subscription?.email;
    const knownAs = authors.find((author) =>
      isAuthor({ userId, ...(email === undefined ? {} : { email }) }, author, settings.quiet.aliases),
    );
    return {
      wasChanged,
      authors: authors
        .map((author) => author.author ?? author.authorEmail ?? '')
        .filter((name) => name !== ''),
      ...(subscription === undefined ? {} : { subscription }),
      ...(email === undefined ? {} : { email }),
      ...(knownAs === undefined ? {} : { knownAs: knownAs.author ?? knownAs.authorEmail ?? '' }),
    };
  }

  return {
    async subscribe(userId, wants, conclude) {
      const { name, email } = await people.person(userId);
      const before = await find(userId);
      const subscription: Subscription = {
        userId,
        name,
        ...(email === undefined ? {} : { email }),
        // Who asks for more, or for less, has messages already that go on.
        since: before?.since ?? clock.now(),
        wants,
      };
      const given = await answer(userId, subscription, true);
      await store.transaction(async (session) => {
        await session.quiet.saveSubscription(subscription);
        await conclude?.(session, given);
      });
      return given;
    },

    async unsubscribe(userId, conclude) {
      return await store.transaction(async (session) => {
        const wasSubscribed = (await find(userId)) !== undefined;
        await session.quiet.deleteSubscription(userId);
        const given = await answer(userId, undefined, wasSubscribed);
        await conclude?.(session, given);
        return given;
      });
    },

    async standing(userId) {
      return answer(userId, await find(userId), false);
    },
  };
}
