import { z } from 'zod';
import type { Asked } from '../../messages/unanswered.ts';

/** Who did what, and where they can be told what became of it. */
export interface Request {
  readonly asked: Asked;
  readonly userId: string;
  readonly channel?: string | undefined;
  readonly responseUrl?: string | undefined;
}

const text = z.string().optional().catch(undefined);
const label = z.object({ text: z.string() }).optional().catch(undefined);

const command = z.object({ command: z.string(), user_id: z.string(), channel_id: text, response_url: text });
const interaction = z.object({
  type: z.string(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).optional().catch(undefined),
  response_url: text,
  actions: z
    .array(z.object({ type: z.string(), text: label }))
    .optional()
    .catch(undefined),
  view: z.object({ title: label }).optional().catch(undefined),
});

/** Reads the body of a command or an interaction. */
export function readRequest(body: string): Request {
  const parsed = z.union([command, interaction]).parse(JSON.parse(body));
  if ('command' in parsed) {
    return {
      asked: { by: 'command', name: parsed.command },
      userId: parsed.user_id,
      channel: parsed.channel_id,
      responseUrl: parsed.response_url,
    };
  }
  return {
    asked: askedBy(parsed),
    userId: parsed.user.id,
    channel: parsed.channel?.id,
    responseUrl: parsed.response_url,
  };
}

function askedBy({ type, actions, view }: z.infer<typeof interaction>): Asked {
  const [action] = actions ?? [];
  if (action?.type === 'button') return { by: 'button', name: action.text?.text ?? '' };
  if (type === 'view_submission') return { by: 'dialog', name: view?.title?.text ?? '' };
  return { by: 'other', name: '' };
}
