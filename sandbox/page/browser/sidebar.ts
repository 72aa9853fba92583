import { drawAvatar } from './avatar.ts';
import { element, icon, place, pushButton } from './element.ts';
import type { Channel, Look, Workspace } from './model.ts';
import type { Names } from './names.ts';
import type { Unread } from './unread.ts';

export interface SidebarState {
  workspace: Workspace;
  channels: readonly Channel[];
  look: Look;
  names: Names;
  unread: Unread;
}

export interface SidebarActions {
  openChannel(id: string): void;
  lookThrough(viewer: string): void;
}

/** The workspace's name, its channels, and whose eyes to look through. */
export function drawSidebar(state: SidebarState, actions: SidebarActions): void {
  const { workspace, channels, look } = state;
  const focused = document.activeElement?.getAttribute('data-testid');
  const public_ = channels.filter((channel) => channel.kind !== 'direct');
  const direct = channels.filter((channel) => channel.kind === 'direct');

  place('sidebar').replaceChildren(
    element('div', { class: 'team-name' }, workspace.teamName, element('small', {}, 'Shipmate sandbox')),
    element(
      'div',
      { class: 'channel-lists' },
      element('h2', { class: 'sidebar-heading' }, 'Channels'),
      element(
        'ul',
        { class: 'channel-list' },
        ...public_.map((channel) => drawChannel(channel, state, actions)),
      ),
      direct.length > 0 && element('h2', { class: 'sidebar-heading' }, 'Apps'),
      direct.length > 0 &&
        element(
          'ul',
          { class: 'channel-list' },
          ...direct.map((channel) => drawChannel(channel, state, actions)),
        ),
    ),
    drawViewers(state, actions, look.viewer),
  );
  if (focused)
    place('sidebar')
      .querySelector<HTMLElement>(`[data-testid="${CSS.escape(focused)}"]`)
      ?.focus();
}

const padlock = ['M5 9h10v7.5H5z', 'M7 9V6.5a3 3 0 0 1 6 0V9'];
const bubble = ['M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5z'];

function drawChannel(channel: Channel, { look, unread }: SidebarState, actions: SidebarActions): HTMLElement {
  const { count, mentions } =
    channel.id === look.channel ? { count: 0, mentions: 0 } : unread.countIn(channel, look.viewer);
  const classes = ['channel', count > 0 && 'is-unread', channel.isArchived && 'is-archived']
    .filter(Boolean)
    .join(' ');
  const sign =
    channel.kind === 'public' ? '#' : icon(channel.kind, ...(channel.kind === 'private' ? padlock : bubble));

  return element(
    'li',
    {},
    pushButton(
      {
        class: classes,
        'data-testid': `channel-${channel.name}`,
        'aria-current': channel.id === look.channel ? 'page' : undefined,
      },
      () => actions.openChannel(channel.id),
      element('span', { class: 'channel-sign', 'aria-hidden': 'true' }, sign),
      element('span', { class: 'channel-name' }, channel.name),
      mentions > 0
        ? element(
            'span',
            { class: 'badge' },
            String(mentions),
            element('span', { class: 'unseen' }, ' mentions'),
          )
        : null,
      mentions === 0 && count > 0 ? element('span', { class: 'unseen' }, `, ${count} unread`) : null,
    ),
  );
}

function drawViewers(
  { workspace, names }: SidebarState,
  actions: SidebarActions,
  viewer: string,
): HTMLElement {
  const people = workspace.people.map((person) => {
    const radio = element('input', {
      type: 'radio',
      name: 'viewer',
      value: person.id,
      'data-testid': `viewer-${person.id}`,
    });
    radio.checked = person.id === viewer;
    radio.addEventListener('change', () => actions.lookThrough(person.id));
    return element(
      'label',
      { class: 'viewer' },
      radio,
      drawAvatar(person.id, names),
      element('span', { class: 'viewer-name' }, person.displayName, element('small', {}, person.team)),
    );
  });
  return element(
    'fieldset',
    { class: 'viewers' },
    element('legend', { class: 'sidebar-heading' }, 'Look through the eyes of'),
    ...people,
  );
}
