import { describe, expect, it } from 'vitest';
import { createDatabase, hasPostgres } from '../../postgres/database.ts';
import { until } from '../../until.ts';
import { paymentsChannel } from '../dialogue.ts';
import { startCompany, untilLeading } from './company.ts';

const isLog = ({ path }: { readonly path: string }) => path.endsWith('/log');

describe.skipIf(!hasPostgres)('a leader that is told to stop', { timeout: 60_000 }, () => {
  it('does not keep the cluster for a log that does not come; the other one fetches it, and all is told once', async () => {
    const company = await startCompany(await createDatabase());
    const leader = await company.spawnReplica();
    await untilLeading(leader);
    const other = await company.startReplica();
    company.kubernetes.faults.loseAnswer(isLog);
    await company.deploy('v42', 'crashing');
    const card = await company.card('[ Roll back to v41 ]');
    await until(() => company.kubernetes.requests.some(isLog));

    const stoppedAt = performance.now();
    const ending = leader.process.end('SIGTERM');
    await untilLeading(other);
    const handedOverMs = performance.now() - stoppedAt;
    await company.card('[ Roll back to v41 ]', 'DB_POOL_SIZE must be a number');
    await until(() => company.slack.thread(paymentsChannel, card.ts).length === 3);

    // A request for a log is given ten seconds.
    expect(handedOverMs).toBeLessThan(4_000);
    expect(await ending).toMatchObject({ code: 0 });
    expect(company.slack.messages(paymentsChannel).map(({ ts }) => ts)).toEqual([card.ts]);
    expect(company.slack.thread(paymentsChannel, card.ts)).toHaveLength(3);
  });
});
