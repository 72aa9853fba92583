import { describe, expect, it } from 'vitest';
import { putCard } from '../../src/app/put-card.ts';
import type { ContainerLog } from '../../src/domain/log/log.ts';
import { crash } from '../domain/release/story.ts';
import { cardWith, logOf, openLogs } from './log-desk.ts';

describe('the logs of a problem', () => {
  it('are read once, however often the card changes meanwhile and however many pods have it', async () => {
    const { fetchLogs, requests, problem, see } = await openLogs(cardWith(crash({ pods: 500 })));

    fetchLogs.fetchFor(cardWith(crash({ pods: 500 })));
    fetchLogs.fetchFor(cardWith(crash({ pods: 500 })));
    await fetchLogs.whenIdle();
    await see(...Array.from({ length: 20 }, (_, pods) => crash({ pods: 480 + pods })));

    expect(requests).toHaveLength(1);
    expect(await problem()).toMatchObject({
      log: { kind: 'log', tail: { lines: ['starting', 'fatal: cannot start'] } },
    });
  });

  it('are read again a few times as its container restarts, and not once a restart', async () => {
    const { requests, see } = await openLogs(cardWith(crash()));

    await see(...Array.from({ length: 200 }, (_, restarts) => crash({ restarts: restarts + 1 })));

    expect(requests).toHaveLength(6);
  });

  it('replace what is shown when a later crash ends otherwise', async () => {
    let text = 'worker 17 at 10.0.0.1: pool is empty\n';
    const { problem, see } = await openLogs(cardWith(crash()), { read: async () => logOf(text) });
    await see(crash());

    text = 'worker 92 at 10.0.0.9: pool is empty\n';
    await see(crash({ restarts: 2 }));
    const alike = await problem();
    text = 'disk is full\n';
    await see(crash({ restarts: 4 }));
    const other = await problem();

    expect(alike.log).toMatchObject({ tail: { lines: ['worker 17 at 10.0.0.1: pool is empty'] } });
    expect(other.log).toMatchObject({ tail: { lines: ['disk is full'] } });
  });

  it('are read at once when the container ends with another code', async () => {
    const { requests, see } = await openLogs(cardWith(crash({ restarts: 8 })));

    await see(crash({ restarts: 8 }), crash({ restarts: 9 }), crash({ restarts: 10, exitCode: 139 }));

    expect(requests).toHaveLength(2);
  });

  it('stay when they cannot be read any more', async () => {
    let isGone = false;
    const read = async (): Promise<ContainerLog> =>
      isGone ? { kind: 'none', because: 'Pod x is gone, and its log with it.' } : logOf('fatal\n');
    const { problem, see } = await openLogs(cardWith(crash()), { read });
    await see(crash());

    isGone = true;
    await see(crash({ restarts: 2 }));

    expect((await problem()).log).toMatchObject({ tail: { lines: ['fatal'] } });
  });

  it('are not attached again for a card as it was before they were read', async () => {
    let line = 0;
    const waiting = crash({ reason: 'NotReady' });
    const before = cardWith(waiting);
    const { fetchLogs, problem, stored } = await openLogs(before, {
      read: async () => {
        line += 1;
        return logOf(`waits for database, attempt ${line}\nstill ${line}\n`);
      },
    });
    fetchLogs.fetchFor(before);
    await fetchLogs.whenIdle();
    const after = await stored();

    fetchLogs.fetchFor(before);
    await fetchLogs.whenIdle();

    expect(await stored()).toEqual(after);
    expect((await problem()).reading).toMatchObject({ times: 1, files: [expect.anything()] });
  });

  it('are of every container that may explain it, the first the one that has it', async () => {
    const companions = [{ container: 'proxy', role: 'sidecar', exitCode: 1 }] as const;
    const waiting = crash({ reason: 'NotReady', companions });
    const { requests, problem, see } = await openLogs(cardWith(waiting), {
      read: async ({ container }) => logOf(`${container} speaks\n`),
    });

    await see(waiting);

    expect(requests.map(({ container, instance }) => [container, instance])).toEqual([
      ['payments-api', 'running'],
      ['proxy', 'crashed'],
    ]);
    expect((await problem()).log).toMatchObject({
      tail: { lines: ['proxy speaks'], container: 'proxy', role: 'sidecar' },
    });
  });
});

describe('the file in the thread', () => {
  it('is stored with the card that tells of it, and marked to be shown', async () => {
    const { problem, see, store } = await openLogs(cardWith(crash()));

    await see(crash());
    const file = (await problem()).reading?.files[0] ?? expect.fail('there is no file');
    const attachment = await store.attachment('card-1', file.slot);
    const message = await store.message({ kind: 'card', id: 'card-1' }, file.slot);

    expect(file).toMatchObject({ lines: 2, hidden: 0, containers: ['payments-api'] });
    expect(attachment).toMatchObject({ filename: 'payments-api-v43-prod-eu.log' });
    expect(attachment?.text).toContain('fatal: cannot start\n');
    expect(message).toMatchObject({ channel: '#team-payments', status: 'unposted' });
  });

  it('waits with the reply that tells of the trouble', async () => {
    const card = cardWith(crash());
    const { desk, problem, see, store, stored } = await openLogs(card, { quietUntil: 60_000 });
    await see(crash());
    const { slot = '' } = (await problem()).reading?.files[0] ?? {};
    const subject = { kind: 'card', id: 'card-1' } as const;
    const inQuietHours = await store.message(subject, slot);

    const before = await stored();
    const released = new Set(before.notices.map(({ key }) => key));
    await putCard(store, desk, { before, after: before, now: 60_000, released });
    const afterwards = await store.message(subject, slot);

    expect(before.notices.map(({ held }) => held?.by)).toEqual(['quiet-hours']);
    expect(inQuietHours).toBeUndefined();
    expect(afterwards).toMatchObject({ status: 'unposted', channel: '#team-payments' });
  });

  it('is added once more when a later crash ends otherwise, and not a third time', async () => {
    let crashes = 0;
    const { problem, see, store } = await openLogs(cardWith(crash()), {
      read: async () => {
        crashes += 1;
        return logOf(`fatal: ${'abcdefgh'[crashes]}\n`);
      },
    });

    await see(...[1, 2, 4, 8, 16].map((restarts) => crash({ restarts })));
    const { files = [] } = (await problem()).reading ?? {};
    const texts = await Promise.all(files.map(({ slot }) => store.attachment('card-1', slot)));

    expect(texts.map((each) => each?.filename)).toEqual([
      'payments-api-v43-prod-eu.log',
      'payments-api-v43-prod-eu-2.log',
    ]);
  });

  it('is not added when the next crash ends alike', async () => {
    const { problem, see } = await openLogs(cardWith(crash()));

    await see(crash(), crash({ restarts: 2 }), crash({ restarts: 4 }));

    expect((await problem()).reading?.files).toHaveLength(1);
  });

  it('is not made of nothing', async () => {
    const none: ContainerLog = { kind: 'none', because: 'The container wrote no log.' };
    const { problem, see } = await openLogs(cardWith(crash()), { read: async () => none });

    await see(crash());

    expect(await problem()).toMatchObject({ log: none, reading: { times: 1, files: [] } });
  });

  it('is at most as large as it may be', async () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `ligne ${index} é\n`).join('');
    const { problem, see, store } = await openLogs(cardWith(crash()), {
      read: async () => logOf(text),
      fileBytes: 20_000,
    });

    await see(crash());
    const { slot = '' } = (await problem()).reading?.files[0] ?? {};
    const attachment = await store.attachment('card-1', slot);

    const size = new TextEncoder().encode(attachment?.text).length;
    expect(size).toBeLessThanOrEqual(20_000);
    expect(size).toBeGreaterThan(15_000);
    expect(attachment?.text).toContain('ligne 4999 é\n');
    expect(attachment?.text).toMatch(
      /^payments-api v43 in prod \(eu\): [\d,]+ lines\. [\d,]+ earlier lines are left out\.\n/,
    );
  });
});
