import { drawDeployPanel } from './deploy-panel.ts';
import { createDrawings } from './drawings.ts';
import { createHands } from './hands.ts';
import type { Look, Workspace } from './model.ts';
import { showNotice } from './notices.ts';
import { channelHere, createPageState } from './page-state.ts';
import { type Destination, readPermalink } from './permalink.ts';
import { createRefresher, partsOf } from './refresh.ts';
import { createScreen } from './screen.ts';
import type { ServerLink } from './server-link.ts';

/** The whole page: reads what the viewer sees, draws it, and reads again whenever Slack changes. */
export function startPage(workspace: Workspace, link: ServerLink, look: Look): void {
  const state = createPageState(workspace, look);
  const hands = createHands(link, look);
  const screen = createScreen(state, hands, createDrawings(state, hands), { openChannel, lookThrough });
  let sought: Destination | undefined;
  const refresher = createRefresher(
    {
      async channels() {
        state.channels = await link.channels(look.viewer);
        screen.drawFrame();
      },
      async messages() {
        state.messages = channelHere(state) ? await link.messages(look.channel, look.viewer) : [];
        screen.drawMessages();
        if (sought?.channel === look.channel && screen.scrollTo(sought.ts)) sought = undefined;
      },
      async views() {
        const { modals, home } = await link.views(look.viewer);
        screen.drawViews(modals.at(-1), home ?? undefined);
      },
    },
    (error) => showNotice(error instanceof Error ? error.message : 'The sandbox does not answer.'),
  );

  function openChannel(id: string, thread?: string): void {
    Object.assign(look, { channel: id, thread });
    screen.home.close();
    screen.drawFrame();
    refresher.ask('channels', 'messages');
  }

  /** This page is the company's Slack: a link to a message must not leave for a workspace on the web. */
  function followPermalink(event: MouseEvent): void {
    const anchor = event.target instanceof Element ? event.target.closest('a') : null;
    const destination = anchor ? readPermalink(anchor.href) : undefined;
    if (!destination) return;
    event.preventDefault();
    const isIn = state.channels.some(({ id }) => id === destination.channel);
    if (!isIn) {
      showNotice('You are not in the channel of this message.');
      return;
    }
    sought = destination;
    openChannel(destination.channel, destination.thread);
  }

  /** Whoever is not in the channel at hand starts in their first one. */
  async function settle(viewer: string): Promise<void> {
    Object.assign(look, { viewer });
    state.channels = await link.channels(viewer);
    const isHomeOpen = screen.home.isOpen();
    openChannel(channelHere(state)?.id ?? state.channels[0]?.id ?? '');
    if (isHomeOpen) screen.openHome();
    refresher.ask('views');
  }

  function lookThrough(viewer: string): void {
    void settle(viewer).catch(() => showNotice('The sandbox does not answer.'));
  }

  document.addEventListener('click', followPermalink);
  drawDeployPanel(workspace.deploy, link);
  link.onChange((change) => refresher.ask(...partsOf(change, look.channel, look.viewer)));
  lookThrough(look.viewer);
}
