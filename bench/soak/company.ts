import { playSoak, type SoakResult, type SoakTask } from './play.ts';

export type SoakAnswer =
  | { readonly kind: 'played'; readonly result: SoakResult }
  | { readonly kind: 'failed'; readonly because: string };

/** Slack, the clusters and who releases, in a process of their own: only the bot's is measured. */
process.channel?.ref();
process.once('message', async (task: SoakTask) => {
  const answer = await playSoak(task).then(
    (result): SoakAnswer => ({ kind: 'played', result }),
    (error: unknown): SoakAnswer => ({ kind: 'failed', because: String(error) }),
  );
  process.send?.(answer, undefined, undefined, () => process.exit());
});
