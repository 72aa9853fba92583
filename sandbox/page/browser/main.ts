import { showNotice } from './notices.ts';
import { startPage } from './page.ts';
import { createServerLink } from './server-link.ts';

/** `?as=U0MEI&channel=C0SEARCH` opens the page with other eyes and elsewhere. */
async function open(): Promise<void> {
  const link = createServerLink();
  const workspace = await link.workspace();
  const asked = new URLSearchParams(location.search);
  const viewer = workspace.people.find((person) => person.id === asked.get('as')) ?? workspace.people[0];
  if (!viewer) throw new Error('There is nobody in this workspace.');

  document.title = `${workspace.teamName} · Shipmate sandbox`;
  startPage(workspace, link, {
    viewer: viewer.id,
    channel: asked.get('channel') ?? '',
    thread: undefined,
  });
}

open().catch((error: unknown) =>
  showNotice(error instanceof Error ? error.message : 'The sandbox does not answer.'),
);
