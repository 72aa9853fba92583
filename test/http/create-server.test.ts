import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics, createServer } from '../../src/http/index.ts';
import { createRecordingLog } from '../adapters/slack/recording-log.ts';

describe('the HTTP server', () => {
  let readiness = { isReady: true, because: '' };
  let log: ReturnType<typeof createRecordingLog>;
  let server: FastifyInstance;

  beforeEach(() => {
    log = createRecordingLog();
    const metrics = createMetrics();
    metrics.add(() => [{ name: 'shipmate_queue', help: 'Waiting.', kind: 'gauge', samples: [{ value: 3 }] }]);
    server = createServer({ log, metrics, health: { readiness: () => readiness } });
    server.get('/defect', async () => {
      throw new Error('password=hunter2');
    });
    server.post('/json', async (request) => request.body);
  });

  afterEach(() => server.close());

  it('is alive', async () => {
    expect((await server.inject('/healthz')).statusCode).toBe(200);
  });

  it('says why it is not ready', async () => {
    readiness = { isReady: false, because: 'prod: the API server does not answer' };
    const waiting = await server.inject('/readyz');
    readiness = { isReady: true, because: '' };
    const ready = await server.inject('/readyz');

    expect(waiting.statusCode).toBe(503);
    expect(waiting.json()).toMatchObject({ because: 'prod: the API server does not answer' });
    expect(ready.statusCode).toBe(200);
  });

  it('gives its metrics to Prometheus', async () => {
    const response = await server.inject('/metrics');

    expect(response.headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(response.body).toContain('shipmate_queue 3\n');
  });

  it('answers a defect with a reference that is in the log, and with nothing else', async () => {
    const response = await server.inject('/defect?token=secret');

    const { reference } = response.json();
    expect(response.statusCode).toBe(500);
    expect(reference).toMatch(/^[0-9a-f]{8}$/);
    expect(response.body).not.toMatch(/hunter2|at |\.ts/);
    expect(log.at('error')[0]?.fields).toMatchObject({ reference, path: '/defect' });
  });

  it('says that a page does not exist, without repeating its query', async () => {
    const response = await server.inject('/nowhere?token=secret');

    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ error: 'not_found', message: 'There is no GET /nowhere here.' });
  });

  it.each([
    ['broken JSON', '{', 400],
    ['more than 1 MB', `"${'x'.repeat(1024 * 1024)}"`, 413],
  ])('tells the caller about %s', async (_name, payload, status) => {
    const headers = { 'content-type': 'application/json' };

    const response = await server.inject({ method: 'POST', url: '/json', headers, payload });

    expect(response.statusCode).toBe(status);
    expect(log.at('error')).toEqual([]);
  });
});
