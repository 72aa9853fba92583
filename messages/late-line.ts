import { duration } from './kit/duration.ts';

/** That Slack's limits have kept something older on show, in an update that is current again. */
export interface Late {
  readonly ms: number;
  /** The update before this one was late, too. */
  readonly isAgain: boolean;
  /** There was nothing of it before. */
  readonly isNew?: boolean;
}

/** Past tense, because the message is right when it is sent; a warning where the next one may be late as well. */
export function lateLine({ ms, isAgain, isNew }: Late, isOver: boolean): string {
  if (isNew === true) return `Slack limits my messages: this card came ${duration(ms)} late.`;
  const behind = `Slack limits my updates: this card was ${duration(ms)} behind`;
  return isAgain && !isOver ? `${behind}, and keeps being late.` : `${behind}.`;
}
