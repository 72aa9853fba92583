import { element, place, pushButton } from './element.ts';
import type { Channel } from './model.ts';

/** The name of the channel, its topic, and how many are in it; drawn anew only when they changed, so that no click is lost. */
export function drawChannelHeader(channel: Channel | undefined, openHome: () => void): void {
  const isDirect = channel?.kind === 'direct';
  const members = `${channel?.memberCount ?? 0} members`;

  const header = place('channel-header');
  const shown = JSON.stringify([channel?.id, channel?.name, channel?.topic, channel?.isArchived, members]);
  if (header.dataset['shown'] === shown) return;

  header.dataset['shown'] = shown;
  header.replaceChildren(
    element('h1', {}, `${isDirect ? '' : '# '}${channel?.name ?? ''}`),
    element('span', { class: 'muted topic' }, channel?.topic ?? ''),
    channel?.isArchived ? element('span', { class: 'app-mark' }, 'ARCHIVED') : '',
    isDirect ? '' : element('span', { class: 'muted members' }, members),
    pushButton(
      { class: 'quiet home-button', 'data-testid': 'open-home', title: "Open Shipmate's Home tab" },
      openHome,
      'Home tab',
    ),
  );
}
