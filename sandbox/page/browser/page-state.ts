import type { Channel, Look, Message, Workspace } from './model.ts';
import { createNames, type Names } from './names.ts';

/** What the page knows at this moment: read from the server, never guessed. */
export interface PageState {
  readonly workspace: Workspace;
  readonly names: Names;
  readonly look: Look;
  channels: readonly Channel[];
  messages: readonly Message[];
}

export function createPageState(workspace: Workspace, look: Look): PageState {
  const state: PageState = {
    workspace,
    look,
    channels: [],
    messages: [],
    names: createNames(workspace, () => state.channels),
  };
  return state;
}

/** The channel the viewer is in. */
export function channelHere(state: PageState): Channel | undefined {
  return state.channels.find((channel) => channel.id === state.look.channel);
}
