import type { JsonObject } from '../json.ts';
import type { StoredView } from '../state/view-store.ts';
import type { World } from '../state/world.ts';

/** A view as Slack returns it from `views.*` and puts it into payloads. */
export function renderView(view: StoredView, world: World): JsonObject {
  const { teamId, appId, botId } = world.workspace;

  return {
    callback_id: '',
    private_metadata: '',
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    ...view.definition,
    id: view.id,
    team_id: teamId,
    app_id: appId,
    app_installed_team_id: teamId,
    bot_id: botId,
    external_id: view.externalId,
    hash: view.hash,
    root_view_id: view.rootViewId,
    previous_view_id: view.previousViewId,
    state: { values: view.values },
  };
}
