import type { Drawing, Form } from './blocks/drawing.ts';
import { drawChannelHeader } from './channel-header.ts';
import { fillComposer } from './composer.ts';
import { listChannel, listThread } from './conversation.ts';
import { drawDeployPanel } from './deploy-panel.ts';
import { place } from './element.ts';
import { createHands } from './hands.ts';
import { createHomePane } from './home-pane.ts';
import { createMessageList } from './message-list.ts';
import { createModalHost } from './modal.ts';
import type { Channel, Look, Message, Workspace } from './model.ts';
import { createNames } from './names.ts';
import { showNotice } from './notices.ts';
import { createRefresher, partsOf } from './refresh.ts';
import type { ServerLink } from './server-link.ts';
import { drawSidebar } from './sidebar.ts';
import { createThreadPane } from './thread-pane.ts';
import { createUnread } from './unread.ts';

/** The whole page: reads what the viewer sees, draws it, and reads again whenever Slack changes. */
export function startPage(workspace: Workspace, link: ServerLink, look: Look): void {
  let channels: Channel[] = [];
  let messages: Message[] = [];
  const names = createNames(workspace, () => channels);
  const unread = createUnread(Date.now() / 1000);
  const hands = createHands(link, look);
  const channelList = createMessageList(place('messages'));
  const here = () => channels.find((channel) => channel.id === look.channel);

  const drawing = (use: Drawing['use'], form?: Form): Drawing => ({
    names,
    people: workspace.people,
    channels,
    viewer: look.viewer,
    nowMs: Date.now(),
    use,
    ...(form ? { form } : {}),
  });
  const drawingFor = (message: Message) => {
    const made = drawing((used) => hands.useInMessage(message, used, made));
    return made;
  };
  const viewDrawing = (form: Form, home: boolean) => {
    const made = drawing((used) => hands.useInView(used, home, made), form);
    return made;
  };

  const modals = createModalHost({
    submit: hands.submit,
    close: hands.closeView,
    drawing: (form) => viewDrawing(form, false),
  });
  const home = createHomePane((form) => viewDrawing(form, true));
  const thread = createThreadPane({
    close: () => openThread(undefined),
    reply: (rootTs, text) => hands.say(text, rootTs),
  });

  const refresher = createRefresher(
    {
      async channels() {
        channels = await link.channels(look.viewer);
        if (!here()) look.channel = channels[0]?.id ?? '';
        drawFrame();
      },
      async messages() {
        messages = await link.messages(look.channel, look.viewer);
        drawMessages();
      },
      async views() {
        const { modals: open, home: tab } = await link.views(look.viewer);
        modals.show(open.at(-1));
        home.show(tab ?? undefined);
      },
    },
    (error) => showNotice(error instanceof Error ? error.message : 'The sandbox does not answer.'),
  );

  function drawFrame(): void {
    const channel = here();
    if (channel) unread.markSeen(channel, look.viewer);
    drawSidebar({ workspace, channels, look, names, unread }, { openChannel, lookThrough });
    drawChannelHeader(channel, () => {
      home.open();
      void hands.openHome();
    });
  }

  function drawMessages(): void {
    const conversation = { messages, drawingFor, openThread };
    const rootTs = look.thread;
    channelList.show(listChannel(conversation));
    thread.show(
      rootTs === undefined
        ? undefined
        : { rootTs, channelName: here()?.name ?? '', messages: listThread(conversation, rootTs) },
    );
  }

  function openThread(ts: string | undefined): void {
    look.thread = ts;
    drawMessages();
  }

  function openChannel(id: string): void {
    Object.assign(look, { channel: id, thread: undefined });
    home.close();
    fillChannelComposer();
    refresher.ask('channels', 'messages');
  }

  function lookThrough(viewer: string): void {
    Object.assign(look, { viewer, thread: undefined });
    home.close();
    const isMember = link
      .channels(viewer)
      .then((seen) => seen.some((channel) => channel.id === look.channel));
    void isMember.then((stays) => {
      if (!stays) look.channel = 'C0GENERAL';
      openChannel(look.channel);
      refresher.ask('views');
    });
  }

  function fillChannelComposer(): void {
    const name = here()?.name ?? 'the channel';
    fillComposer({
      form: place('composer'),
      label: `Message #${name}, or a command such as /oncall payments`,
      send: (text) => hands.say(text),
    });
  }

  drawDeployPanel(workspace.deploy, link);
  link.onChange((change) => refresher.ask(...partsOf(change, look.channel, look.viewer)));
  void link.channels(look.viewer).then((first) => {
    channels = first;
    fillChannelComposer();
    refresher.ask('channels', 'messages', 'views');
  });
}
