import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 20;

/** Resolves once the bot says that it follows every cluster and is let into Slack; rejects with its reason. */
export async function untilReady(
  url: string,
  isEnded: () => boolean = () => false,
  withinMs = 20_000,
): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  let because = 'it did not answer';
  while (performance.now() < giveUpAt && !isEnded()) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    because = (await answer?.text()) ?? because;
    await wait(pollMs);
  }
  throw new Error(`the bot did not become ready: ${isEnded() ? 'it ended' : because}`);
}
