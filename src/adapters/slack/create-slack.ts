import type { Chat, Clock, People, SlackPerson } from '../../ports.ts';
import type { MethodCalls } from './call-counter.ts';
import { createChat } from './chat.ts';
import { type ClientOptions, createClient } from './client.ts';
import { findPeople } from './find-people.ts';
import { createPeople } from './people.ts';
import { createRespond } from './respond.ts';
import { authTest } from './schema.ts';

export interface SlackIdentity {
  readonly team: string;
  readonly botUserId: string;
  readonly botId: string;
  /** What the token may do; empty when Slack did not say. */
  readonly scopes: readonly string[];
}

export interface Slack {
  readonly chat: Chat;
  readonly people: People;
  /** Who goes by a name, a user id or an e-mail address; several when the name is shared. Reads the whole directory. */
  findPeople(who: string): Promise<readonly SlackPerson[]>;
  /** Asks who we are. Throws PermanentError with what to check when the token is not accepted. */
  ping(): Promise<SlackIdentity>;
  /** Where its messages have their addresses: `https://acme.slack.com/`. Undefined until Slack has said it. */
  workspaceUrl(): string | undefined;
  /** Every Web API method that was called so far. */
  calls(): readonly MethodCalls[];
}

/** The Web API side of Slack: one client, one token. */
export function createSlack({ clock, ...options }: ClientOptions & { readonly clock: Clock }): Slack {
  const { call, sendBytes, counts } = createClient(options);
  let identity: Promise<SlackIdentity> | undefined;
  let workspaceUrl: string | undefined;

  async function ping(): Promise<SlackIdentity> {
    const answer = await call('auth.test', {}, authTest);
    if (answer.url !== '') workspaceUrl = answer.url;
    return {
      team: answer.team,
      botUserId: answer.user_id,
      botId: answer.bot_id,
      scopes: answer.response_metadata.scopes,
    };
  }

  async function botId(): Promise<string> {
    identity ??= ping();
    try {
      return (await identity).botId;
    } catch (error) {
      identity = undefined;
      throw error;
    }
  }

  return {
    chat: createChat({
      call,
      sendBytes,
      respond: createRespond({ fetch: options.fetch ?? globalThis.fetch, apiUrl: options.apiUrl }),
      botId,
    }),
    people: createPeople(call, clock),
    findPeople: (who) => findPeople(call, who),
    ping,
    workspaceUrl: () => workspaceUrl,
    calls: counts,
  };
}
