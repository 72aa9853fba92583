import { drawChannelHeader } from './channel-header.ts';
import { composerLabel, fillComposer } from './composer.ts';
import { listChannel, listThread } from './conversation.ts';
import type { Drawings } from './drawings.ts';
import { place } from './element.ts';
import type { Hands } from './hands.ts';
import { createHomePane, type HomePane } from './home-pane.ts';
import { createMessageList } from './message-list.ts';
import { createModalHost } from './modal.ts';
import type { View } from './model.ts';
import { channelHere, type PageState } from './page-state.ts';
import { drawSidebar, type SidebarActions } from './sidebar.ts';
import { createThreadPane } from './thread-pane.ts';
import { createUnread } from './unread.ts';

/** Draws what the state says. */
export interface Screen {
  drawFrame(): void;
  drawMessages(): void;
  drawViews(modal: View | undefined, home: View | undefined): void;
  readonly home: HomePane;
  openHome(): void;
  /** Whether there is such a message. */
  scrollTo(ts: string): boolean;
}

export function createScreen(
  state: PageState,
  hands: Hands,
  drawings: Drawings,
  actions: SidebarActions,
): Screen {
  const { look, names, workspace } = state;
  const unread = createUnread(Date.now() / 1000);
  const channelList = createMessageList(place('messages'));
  const modals = createModalHost({ submit: hands.submit, close: hands.closeView, drawing: drawings.inModal });
  const home = createHomePane(drawings.inHome);
  const thread = createThreadPane({
    close: () => openThread(undefined),
    reply: (rootTs, text) => hands.say(text, rootTs),
  });
  const drawComposer = createComposer((text) => hands.say(text), workspace.commands);

  function openThread(ts: string | undefined): void {
    look.thread = ts;
    drawMessages();
  }

  function openHome(): void {
    home.open();
    void hands.openHome();
  }

  function drawMessages(): void {
    const conversation = { messages: state.messages, drawingFor: drawings.inMessage, openThread };
    const rootTs = look.thread;
    const channelName = channelHere(state)?.name ?? '';
    channelList.show(listChannel(conversation));
    thread.show(
      rootTs === undefined ? undefined : { rootTs, channelName, messages: listThread(conversation, rootTs) },
    );
  }

  return {
    home,
    openHome,
    drawMessages,
    scrollTo(ts) {
      const found = place('messages').querySelector(`[data-ts="${CSS.escape(ts)}"]`);
      found?.scrollIntoView({ block: 'center' });
      return found !== null;
    },
    drawFrame() {
      const channel = channelHere(state);
      if (channel) unread.markSeen(channel, look.viewer);
      drawSidebar({ workspace, channels: state.channels, look, names, unread }, actions);
      drawChannelHeader(channel, openHome);
      drawComposer(`${channel?.kind === 'direct' ? '' : '#'}${channel?.name ?? ''}`);
    },
    drawViews(modal, tab) {
      modals.show(modal);
      home.show(tab);
    },
  };
}

/** The channel's composer; filled again only for another channel, so that nothing typed is lost. */
function createComposer(
  send: (text: string) => Promise<void>,
  commands: readonly string[],
): (name: string) => void {
  let shownFor: string | undefined;

  return (name) => {
    if (shownFor === name) return;
    shownFor = name;
    fillComposer({
      form: place('composer'),
      label: composerLabel(name, commands),
      send,
    });
  };
}
