import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type BotProcess, spawnBot } from '../../sandbox/bot-process.ts';
import type { Configuration } from '../../sandbox/configuration.ts';
import { untilReady } from '../../sandbox/until-ready.ts';

export interface Replica {
  readonly url: string;
  readonly process: BotProcess;
  /** What it leads, as its /readyz says; nothing when it does not answer. */
  leads(): Promise<readonly string[]>;
  /** Resolves when it leads all that is done by one at a time. */
  untilLeading(): Promise<void>;
  close(): Promise<void>;
}

const everything = ['clock', 'cluster sandbox', 'delivery'];
const pollMs = 10;
/** What takes longer has failed; it is no figure. */
const giveUpAfterMs = 60_000;

/** `shipmate serve` in a process of its own; ready. */
export async function startReplica(configuration: Configuration): Promise<Replica> {
  const folder = await mkdtemp(join(tmpdir(), 'shipmate-failover-'));
  const process = await spawnBot({ configuration, folder, onLog: () => undefined });
  const close = async () => {
    await process.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const url = await process.url;
    await untilReady(url, () => !process.isRunning(), giveUpAfterMs);
    const leads = () => readLeads(url);
    return { url, process, leads, untilLeading: () => untilLeading(leads), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readLeads(url: string): Promise<readonly string[]> {
  const answer = await fetch(`${url}/readyz`).catch(() => undefined);
  const state = (await answer?.json()) as { readonly leads?: readonly string[] } | undefined;
  return state?.leads ?? [];
}

async function untilLeading(leads: () => Promise<readonly string[]>): Promise<void> {
  const giveUpAt = performance.now() + giveUpAfterMs;
  for (;;) {
    const led = await leads();
    if (everything.every((duty) => led.includes(duty))) return;
    if (performance.now() > giveUpAt) throw new Error(`it leads only: ${led.join(', ') || 'nothing'}`);
    await wait(pollMs);
  }
}
