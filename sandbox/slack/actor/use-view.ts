import { jsonObjects } from '../json.ts';
import { ackDeadlineMs, type Delivery } from '../requests/delivery.ts';
import { viewClosedPayload, viewSubmissionPayload } from '../requests/payloads.ts';
import { applySubmissionAnswer } from '../requests/submission-answer.ts';
import { collectValues, type Entries, missingInputs } from '../requests/view-values.ts';
import type { Person } from './use-element.ts';
import { frontView } from './what-a-person-sees.ts';

/** Fills in and sends the front modal. An answer that comes too late leaves it open, as in Slack. */
export async function submitView({ userId, world, send }: Person, entries: Entries): Promise<Delivery> {
  const view = frontView(userId, world);
  const values = collectValues(jsonObjects(view.definition['blocks']), entries, view.values);
  world.views.setValues(view, values);
  const missing = missingInputs(view, values);
  if (missing.length > 0)
    throw new Error(`The form cannot be sent: ${missing.join(', ')} must be filled in.`);

  const delivery = await send('view_submission', viewSubmissionPayload(view, world));
  const isInTime = delivery.status === 200 && delivery.tookMs <= ackDeadlineMs;
  if (isInTime) applySubmissionAnswer(view, delivery.body, world);
  return delivery;
}

/** Closes the front modal (or all, with `clear_on_close`); the bot hears of it when it asked to. */
export async function closeView({ userId, world, send }: Person): Promise<Delivery | undefined> {
  const view = frontView(userId, world);
  const isCleared = view.definition['clear_on_close'] === true;
  if (isCleared) world.views.clear(userId);
  else world.views.close(view);

  return view.definition['notify_on_close'] === true
    ? send('view_closed', viewClosedPayload(view, isCleared, world))
    : undefined;
}
