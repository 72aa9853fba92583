import type { QuietSettings } from '../../src/app/desk.ts';

/** It is never quiet, and no number of problems is a storm. */
export const loud: QuietSettings = {
  quietUntil: () => undefined,
  aliases: [],
  storms: { problems: 1_000, withinMs: 60_000 },
};
