import { PermanentError } from '../../errors.ts';
import type { CallSlack } from './client.ts';
import { nothing } from './schema.ts';

/** Does what only members of a channel may: reading what is there, attaching a file. */
export type AsMember = <T>(channelId: string, act: () => Promise<T>) => Promise<T>;

/**
 * The bot joins where it may, but only once it has to: `chat:write.public` lets it post without, and people see who
 * joins. See https://docs.slack.dev/reference/methods/conversations.join
 */
export function createAsMember(call: CallSlack): AsMember {
  /** A private channel takes an invitation, and an app that was installed long ago may lack the scope. */
  async function mayJoin(channel: string): Promise<boolean> {
    try {
      await call('conversations.join', { channel }, nothing);
      return true;
    } catch (error) {
      if (error instanceof PermanentError) return false;
      throw error;
    }
  }

  return async (channelId, act) => {
    try {
      return await act();
    } catch (error) {
      const isOutside = error instanceof PermanentError && error.code === 'not_in_channel';
      if (!isOutside || !(await mayJoin(channelId))) throw error;
      return await act();
    }
  };
}
