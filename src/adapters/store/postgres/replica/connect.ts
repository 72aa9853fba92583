import { Client } from 'pg';
import { connectionOptions, createSocket, type PostgresSettings } from '../connection-options.ts';
import { createGate } from '../gate.ts';
import { applicationName, channel, type Query } from './statements.ts';
import type { ReplicaTiming } from './timing.ts';

export interface LastingConnection {
  readonly query: Query;
  end(): Promise<void>;
  /** At once, whatever is under way. */
  destroy(): void;
}

/** A connection of its own for locks and words between replicas. `onEnd` is told once, however it ends. */
export async function connectReplica(
  settings: PostgresSettings,
  timing: ReplicaTiming,
  listeners: {
    readonly onWord: (payload: string) => void;
    readonly onEnd: (ended: LastingConnection) => void;
  },
): Promise<LastingConnection> {
  const socket = createSocket(timing.sureMs);
  const client = new Client({
    ...connectionOptions(settings),
    application_name: applicationName,
    connectionTimeoutMillis: timing.sureMs,
    stream: () => socket,
  });
  client.on('error', () => socket.destroy());
  const oneAtATime = createGate(1);
  const lasting: LastingConnection = {
    async query<Row extends object>(text: string, values: unknown[] = []): Promise<readonly Row[]> {
      return (await oneAtATime(() => client.query<Row>(text, values))).rows;
    },
    end: () => client.end(),
    destroy: () => socket.destroy(),
  };
  client.on('end', () => listeners.onEnd(lasting));
  client.on('notification', ({ payload }) => listeners.onWord(payload ?? ''));
  try {
    await client.connect();
    await client.query(`set idle_session_timeout = ${timing.goneMs}`);
    await client.query(`listen ${channel}`);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return lasting;
}
