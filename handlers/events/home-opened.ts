import type { App } from '@slack/bolt';
import type { OpenHome } from '../../src/app/home/open-home.ts';
import { errandOf } from '../slack/errand.ts';

/** Somebody looks at their Home tab. The tab beside it, their direct messages, sends the same event. */
export function registerHomeOpened(app: App, openHome: OpenHome): void {
  app.event('app_home_opened', async ({ event, context }) => {
    if (event.tab !== 'home') return;
    await openHome(event.user, errandOf(context)?.settle);
  });
}
