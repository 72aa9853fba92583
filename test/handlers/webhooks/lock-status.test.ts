import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { registerLockStatus } from '../../../handlers/webhooks/lock-status.ts';
import type { Locks } from '../../../src/app/locks/locks.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function get(check: Locks['check'], token = 'secret-1', service = 'payments-api', environment = 'prod') {
  const server = fastify();
  const tokens = [
    { service: 'payments-api', token: 'secret-1' },
    { service: '*', token: 'secret-2' },
  ];
  registerLockStatus(server, { locks: { check }, tokens, environments: ['prod', 'dev'], log: silent });
  return server.inject({
    url: `/v1/locks/${service}/${environment}`,
    headers: { authorization: `Bearer ${token}` },
  });
}

describe('GET /v1/locks/{service}/{environment}', () => {
  it('counts what cannot be read as locked', async () => {
    const response = await get(() => Promise.reject(new Error('the database is away')));

    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({
      isLocked: true,
      because: expect.stringContaining('cannot be read'),
    });
    expect(response.body).not.toContain('database');
  });

  it('counts an environment that no cluster has as locked: no lock could ever hold it', async () => {
    const response = await get(async () => undefined, 'secret-1', 'payments-api', 'production');

    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({
      isLocked: true,
      because: expect.stringContaining('Those that are known: prod, dev.'),
    });
  });

  it('answers a token about its own service only', async () => {
    const free = async () => undefined;

    expect((await get(free)).json()).toEqual({
      service: 'payments-api',
      environment: 'prod',
      isLocked: false,
    });
    expect((await get(free, 'secret-1', 'ledger')).statusCode).toBe(403);
    expect((await get(free, 'secret-2', 'ledger')).statusCode).toBe(200);
    expect((await get(free, 'nothing')).statusCode).toBe(401);
  });
});
