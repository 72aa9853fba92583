import type { Errand } from '../../src/ports.ts';

/** What a listener may know of the request besides what Slack says: `errandOf(context)`. */
export function errandOf(context: { readonly [name: string]: unknown }): Errand | undefined {
  const { errand } = context;
  return isErrand(errand) ? errand : undefined;
}

function isErrand(value: unknown): value is Errand {
  return typeof value === 'object' && value !== null && 'settle' in value && 'receivedAt' in value;
}
