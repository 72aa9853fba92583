import { assignIds } from '../../blocks/assign-ids.ts';
import { checkView } from '../../blocks/check-view.ts';
import { isJsonObject, type JsonObject, stringAt } from '../../json.ts';
import { refusalWithMessages, SlackApiError } from '../../slack-api-error.ts';
import type { StoredView } from '../../state/view-store.ts';
import type { World } from '../../state/world.ts';
import { type CallArguments, missingArgument } from '../call-arguments.ts';
import { renderView } from '../render-view.ts';
import type { MethodGroup } from '../web-api-method.ts';

const maximumViewBytes = 250_000;

export const views: MethodGroup = {
  'views.open': { scopes: [], rate: 'tier4', run: open },
  'views.push': { scopes: [], rate: 'tier4', run: push },
  'views.update': { scopes: [], rate: 'tier4', run: update },
  'views.publish': { scopes: [], rate: 'tier4', run: publish },
};

function open(call: CallArguments, world: World): JsonObject {
  const definition = readView(call.structure('view'), 'modal', world);
  const userId = world.triggers.exchange(call.required('trigger_id'));
  return { view: renderView(world.views.open(userId, definition), world) };
}

function push(call: CallArguments, world: World): JsonObject {
  const definition = readView(call.structure('view'), 'modal', world);
  const userId = world.triggers.exchange(call.required('trigger_id'));
  return { view: renderView(world.views.push(userId, definition), world) };
}

function update(call: CallArguments, world: World): JsonObject {
  const definition = readView(call.structure('view'), 'modal', world);
  const view = findView(call, world);
  refuseOldHash(call, view);
  world.views.update(view, definition);
  return { view: renderView(view, world) };
}

function publish(call: CallArguments, world: World): JsonObject {
  const userId = call.required('user_id');
  if (!world.people.has(userId))
    throw refusalWithMessages('invalid_arguments', ['user not found [json-pointer:/user_id]']);
  const definition = readView(call.structure('view'), 'home', world);
  const present = world.views.home(userId);
  if (present) refuseOldHash(call, present);
  return { view: renderView(world.views.publish(userId, definition), world) };
}

function findView(call: CallArguments, world: World): StoredView {
  const viewId = call.text('view_id');
  const externalId = call.text('external_id');
  if (viewId === undefined && externalId === undefined) throw missingArgument('view_id');
  const view = viewId === undefined ? world.views.byExternalId(externalId ?? '') : world.views.byId(viewId);
  if (!view) throw new SlackApiError('not_found');
  return view;
}

function refuseOldHash(call: CallArguments, view: StoredView): void {
  const hash = call.text('hash');
  if (hash !== undefined && hash !== view.hash) throw new SlackApiError('hash_conflict');
}

/** Checks a view and gives its blocks their ids. */
export function readView(value: unknown, type: 'modal' | 'home', world: World): JsonObject {
  if (value === undefined) throw missingArgument('view');
  if (!isJsonObject(value))
    throw refusalWithMessages('invalid_arguments', ['must provide an object [json-pointer:/view]']);
  const problems = checkView(value, type);
  if (problems.length > 0) throw refusalWithMessages('invalid_arguments', problems);
  if (Buffer.byteLength(JSON.stringify(value)) > maximumViewBytes) throw new SlackApiError('view_too_large');

  const blocks = Array.isArray(value['blocks']) ? value['blocks'] : [];
  return { ...value, type: stringAt(value, 'type'), blocks: assignIds(blocks, world.timestamps) };
}
