import { element, place, pushButton } from './element.ts';
import type { Channel } from './model.ts';

/** The name of the channel, its topic, and how many are in it. */
export function drawChannelHeader(channel: Channel | undefined, openHome: () => void): void {
  const isDirect = channel?.kind === 'direct';
  const members = `${channel?.memberCount ?? 0} members`;

  place('channel-header').replaceChildren(
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
