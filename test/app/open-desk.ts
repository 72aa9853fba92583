import { onTestFinished } from 'vitest';
import { openStore } from '../../src/adapters/store/index.ts';
import type { Desk } from '../../src/app/desk.ts';
import { createSerial } from '../../src/app/serial.ts';
import { chooseWayInCluster } from '../../src/domain/rollback/choose-way.ts';
import type { Log, Store } from '../../src/ports.ts';
import { settings } from '../domain/release/story.ts';
import { loud } from './loud.ts';

export interface OpenDesk {
  readonly desk: Desk;
  readonly store: Store;
  /** Moves the clock; epoch milliseconds. */
  at(now: number): void;
  readonly errors: readonly string[];
}

/** A desk on a store in memory, with a clock that stands still until it is moved. */
export async function openDesk(): Promise<OpenDesk> {
  let now = 0;
  let ids = 0;
  const errors: string[] = [];
  const clock = { now: () => now };
  const store = await openStore({ path: ':memory:', clock });
  onTestFinished(() => store.close());
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (_, message) => void errors.push(message),
  };
  const desk: Desk = {
    store,
    clock,
    log,
    ids: {
      next: () => {
        ids += 1;
        return `id-${ids}`;
      },
    },
    serial: createSerial(),
    settings: {
      ...settings,
      cardFreshMs: 3_600_000,
      patience: 1,
      catalog: {
        teams: [{ name: 'payments', channel: '#team-payments' }],
        services: [],
        fallbackChannel: '#releases',
      },
      lockMs: 86_400_000,
      environmentOf: () => 'prod',
      quiet: loud,
      protectionOf: () => ({ isProtected: false, needsSecondPerson: false }),
      chooseWayFor: () => chooseWayInCluster,
    },
    onCardChanged: () => undefined,
    onMarked: () => undefined,
  };
  return {
    desk,
    store,
    errors,
    at(next) {
      now = next;
    },
  };
}
