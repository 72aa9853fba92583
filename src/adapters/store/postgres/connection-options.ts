import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import type { ClientConfig } from 'pg';
import { UserError } from '../../../errors.ts';
import { typeParsers } from './type-parsers.ts';

export interface PostgresSettings {
  /** `postgres://user:password@host:5432/database`; the folder of a Unix socket as `?host=/var/run/postgresql`. */
  readonly url: string;
  /** The most connections of this process, besides one that holds its locks. */
  readonly connections?: number;
  readonly connectTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  readonly tls?: PostgresTls;
}

export interface PostgresTls {
  /** `encrypt` does not ask who answers. By default as `sslmode` of the URL says. */
  readonly mode?: 'off' | 'encrypt' | 'verify';
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

export const defaultConnections = 10;
const defaultConnectTimeoutMs = 5_000;
const defaultStatementTimeoutMs = 10_000;
/** In a transaction nothing is waited for but statements. */
const mostIdleMs = 5_000;
/** So much longer than any statement may take, a connection is silent before it counts as dead. */
const silenceFactor = 1.5;
/** Noticed by the server in 6 s, so that what a lost client held is free again: locks above all. */
const serverKeepalive = ['tcp_keepalives_idle=3', 'tcp_keepalives_interval=1', 'tcp_keepalives_count=3'];

/** Everything that node-postgres needs, with nothing left to the environment or to files in a home folder. */
export function connectionOptions(settings: PostgresSettings): ClientConfig {
  const statementTimeoutMs = settings.statementTimeoutMs ?? defaultStatementTimeoutMs;
  const place = readUrl(settings.url);
  const session = [
    `statement_timeout=${statementTimeoutMs}`,
    // A transaction whose process hangs must not keep others from writing.
    `idle_in_transaction_session_timeout=${Math.min(statementTimeoutMs, mostIdleMs)}`,
    ...serverKeepalive,
  ];
  return {
    ...place,
    application_name: 'shipmate',
    connectionTimeoutMillis: settings.connectTimeoutMs ?? defaultConnectTimeoutMs,
    options: session.map((setting) => `-c ${setting}`).join(' '),
    keepAlive: true,
    keepAliveInitialDelayMillis: 3_000,
    ssl: tlsOptions(settings),
    stream: () => createSocket(statementTimeoutMs * silenceFactor),
    types: typeParsers,
  };
}

/** The host and the database as an operator would name them; no password. */
export function describePlace(url: string): string {
  const { host, port, database } = readUrl(url);
  return `"${database}" at ${host.startsWith('/') ? host : `${host}:${port}`}`;
}

function readUrl(text: string) {
  const url = new URL(text);
  const user = decodeURIComponent(url.username) || 'postgres';
  return {
    user,
    // A function, so that node-postgres neither looks elsewhere for one nor shows it when it is logged.
    password: () => decodeURIComponent(url.password),
    host: url.searchParams.get('host') ?? (url.hostname.replaceAll(/[[\]]/g, '') || 'localhost'),
    port: Number(url.port || '5432'),
    database: decodeURIComponent(url.pathname.slice(1)) || user,
  };
}

/** A connection over which nothing has come for longer than any answer takes is dead, whatever TCP believes. */
export function createSocket(mostSilentMs: number): Socket {
  const socket = new Socket();
  socket.setTimeout(mostSilentMs, () =>
    socket.destroy(Object.assign(new Error('PostgreSQL fell silent'), { code: 'ETIMEDOUT' })),
  );
  return socket;
}

function tlsOptions({ url, tls }: PostgresSettings): ClientConfig['ssl'] {
  const mode = tls?.mode ?? modeOfUrl(new URL(url).searchParams.get('sslmode'));
  if (mode === 'off') return false;
  const files = { ca: readPem(tls?.caFile), cert: readPem(tls?.certFile), key: readPem(tls?.keyFile) };
  return { rejectUnauthorized: mode === 'verify', ...files };
}

function readPem(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const message = `The file ${file} that store.tls names cannot be read. Check that it exists and that Shipmate may read it.`;
    throw new UserError('store_unusable', message, { cause: error });
  }
}

/** As libpq means it, except that what it would only try is done. */
function modeOfUrl(sslMode: string | null): NonNullable<PostgresTls['mode']> {
  if (sslMode === null || sslMode === 'disable') return 'off';
  return sslMode.startsWith('verify') ? 'verify' : 'encrypt';
}
