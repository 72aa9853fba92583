import { createHash } from 'node:crypto';
import type { MessageStyle } from './styles.ts';
import type { Look, Payload, Rendering } from './subject-source.ts';

export interface Content {
  readonly payload: Payload;
  readonly hash: string;
  readonly style: MessageStyle;
}

/**
 * What Slack should show now. That it comes late is no part of what is shown: with it in the hash every late message
 * would be sent once more, to take that line away.
 */
export function compose(rendering: Rendering, { late, ...timely }: Look): Content | undefined {
  const payload = rendering(timely);
  if (payload === undefined) return undefined;
  const shown = late === undefined ? payload : rendering({ ...timely, late });
  return { payload: shown ?? payload, hash: hashOf(payload), style: timely.style };
}

function hashOf(payload: Payload): string {
  const shown = payload.kind === 'message' ? [payload.message.text, payload.message.blocks] : payload;
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}
