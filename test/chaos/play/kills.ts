import type { Supervisor } from '../company/supervisor.ts';
import type { Kill } from '../plan/plan.ts';
import { pause } from './pause.ts';
import type { RunContext } from './run-context.ts';

/** A moment that does not come is not waited for any longer than this. */
const momentWithinMs = 30_000;

/** Kills the bots as planned, and starts each again. */
export async function playKills(context: RunContext, kills: readonly Kill[]): Promise<void> {
  await Promise.all(
    context.bots.map((bot, index) =>
      playKillsOf(
        context,
        bot,
        kills.filter((kill) => kill.bot === index),
      ),
    ),
  );
}

async function playKillsOf(context: RunContext, bot: Supervisor, kills: readonly Kill[]): Promise<void> {
  for (const kill of kills) {
    await pause(kill.atMs - context.elapsed(), context.signal);
    await strike(context, bot, kill);
    context.note(`bot ${kill.bot} is gone (${kill.signal} ${kill.moment})`);
    await pause(kill.downMs, context.signal);
    await bot.start();
    context.note(`bot ${kill.bot} is started`);
  }
}

/** Resolves when the bot is gone. */
async function strike(context: RunContext, bot: Supervisor, { signal, moment }: Kill): Promise<void> {
  if (moment === 'at-once') return await bot.end(signal);
  let isStruck = false;
  let gone: Promise<void> | undefined;
  const onMoment = () => {
    if (isStruck) return;
    isStruck = true;
    gone = bot.end(signal);
  };
  const disarm = arm(context, moment, onMoment);
  const giveUpAt = Date.now() + momentWithinMs;
  try {
    while (!isStruck && Date.now() < giveUpAt) await pause(200, context.signal);
    onMoment();
    await gone;
  } finally {
    disarm();
  }
}

/** Calls back at the moment, in the middle of the request: its answer is not yet on its way. */
function arm(
  { slack, ledger }: RunContext,
  moment: Exclude<Kill['moment'], 'at-once'>,
  onMoment: () => void,
): () => void {
  if (moment === 'patch-taken') return ledger.onRolledBack(onMoment);
  const method = moment === 'post-taken' ? 'chat.postMessage' : 'chat.update';
  return slack.faults.next({ method, onAccept: onMoment });
}
