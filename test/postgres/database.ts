import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { advice } from './advice.ts';

const isRequired = process.env['CI'] === 'true';
const serverUrl = inject('postgresUrl');

/** Tests on PostgreSQL are skipped without one; under CI=true they fail instead. */
export const hasPostgres = serverUrl !== undefined || isRequired;

/** Makes an empty database on the server that the tests share, and answers its URL. It goes with the server. */
export async function createDatabase(): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await statement(requiredServerUrl(), `create database ${name}`);
  const url = new URL(requiredServerUrl());
  url.pathname = `/${name}`;
  return url.href;
}

/** Takes everything out of a database that no store has open. */
export async function emptyDatabase(url: string): Promise<void> {
  await statement(url, 'drop schema public cascade; create schema public');
}

export async function statement(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function requiredServerUrl(): string {
  if (serverUrl === undefined) throw new Error(advice);
  return serverUrl;
}
