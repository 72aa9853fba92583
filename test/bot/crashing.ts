import { type Dialogue, type DialogueOptions, startDialogue } from './dialogue.ts';

export const button = 'Roll back to v41';

/** v42 crashes after v41 was healthy, and its card offers the way back. */
export async function startCrashing(options: DialogueOptions = {}) {
  const world = await startDialogue(options);
  await world.deploy({ version: 'v42', behaviour: 'crashing' });
  const card = await world.card(`[ ${button} ]`);
  return { world, card };
}

/** What the bot wrote to the cluster. */
export function patches(world: Dialogue) {
  return world.kubernetes.requests.filter(({ method }) => method === 'PATCH');
}
