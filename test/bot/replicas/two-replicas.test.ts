import { describe, expect, it, onTestFinished } from 'vitest';
import { findPostgres, startPostgres } from '../../../sandbox/postgres/index.ts';
import { createDatabase, hasPostgres } from '../../postgres/database.ts';
import { until } from '../../until.ts';
import { paymentsChannel, people } from '../dialogue.ts';
import { everything, startCompany, untilLeading } from './company.ts';

const isPatch = ({ method }: { readonly method: string }) => method === 'PATCH';

describe.skipIf(!hasPostgres)('two replicas on one PostgreSQL', { timeout: 120_000 }, () => {
  it('are both ready; one does what must be done once, and says so', async () => {
    const company = await startCompany(await createDatabase());
    const both = await Promise.all([company.startReplica(), company.startReplica()]);

    await company.deploy('v42', 'crashing');
    const card = await company.card('v42', 'DB_POOL_SIZE must be a number', '[ Roll back to v41 ]');
    await until(async () =>
      (await Promise.all(both.map((each) => each.state()))).every(({ replicas }) => replicas === 2),
    );

    // The card, the reply that calls people, and the log.
    await until(() => company.slack.thread(paymentsChannel, card.ts).length === 3);

    const states = await Promise.all(both.map((each) => each.state()));
    expect(states.map(({ status }) => status)).toEqual(['ready', 'ready']);
    expect(states.flatMap(({ leads }) => leads).toSorted()).toEqual(everything);
    expect(company.slack.messages(paymentsChannel).map(({ ts }) => ts)).toEqual([card.ts]);
    expect(company.slack.thread(paymentsChannel, card.ts)).toHaveLength(3);
    const metrics = await (await fetch(`${both[0]?.url}/metrics`)).text();
    expect(metrics).toContain('shipmate_replicas 2');
  });

  it('answer a click on the one that does not lead, and the leader carries it out and shows it', async () => {
    const company = await startCompany(await createDatabase());
    const leader = await company.startReplica();
    await untilLeading(leader);
    const other = await company.startReplica();
    company.slack.connect(other.url);
    await company.deploy('v42', 'crashing');
    const card = await company.card('[ Roll back to v41 ]');

    const ada = company.slack.as(people.ada);
    await ada.click({
      channel: paymentsChannel,
      ts: card.ts,
      buttonText: 'Roll back to v41',
      stillShown: card.blocks,
    });
    await company.slack.waitFor(() => company.slack.views(people.ada).length > 0, { what: 'the modal' });
    await ada.submit();
    const confirmedAt = performance.now();
    await company.card('olling back');
    const shownMs = performance.now() - confirmedAt;
    await company.card('olled back by @Ada', '3 of 3 pods on v41');

    expect((await other.state()).leads).toEqual([]);
    expect(shownMs).toBeLessThan(2_000);
    expect(company.kubernetes.requests.filter(isPatch)).toHaveLength(1);
    expect(company.slack.deliveryErrors).toEqual([]);
  });

  it('go on with the card when the leader is killed in the middle of a rollout, within ten seconds', async () => {
    const company = await startCompany(await createDatabase(), { pace: 0.3 });
    const leader = await company.spawnReplica();
    await untilLeading(leader);
    const other = await company.startReplica();
    await company.deploy('v42', 'slow');
    const before = await company.card('v42 → prod');

    await leader.process.end('SIGKILL');
    const killedAt = performance.now();
    await untilLeading(other);
    const takenOverMs = performance.now() - killedAt;
    const after = await company.card('v42 is live in prod', '3 of 3 pods');

    expect(takenOverMs).toBeLessThan(10_000);
    expect(after.ts).toBe(before.ts);
    expect(company.slack.messages(paymentsChannel)).toHaveLength(1);
  });

  it('do not post again what the one that was killed had posted without hearing the answer', async () => {
    const company = await startCompany(await createDatabase());
    const leader = await company.spawnReplica();
    await untilLeading(leader);
    await company.startReplica();
    company.slack.faults.next({ method: 'chat.postMessage', answerDelayMs: 60_000 });

    await company.deploy('v42', 'crashing');
    await company.slack.waitFor(() => company.slack.messages(paymentsChannel).length > 0, {
      timeoutMs: 10_000,
    });
    await leader.process.end('SIGKILL');
    await company.card('[ Roll back to v41 ]');

    expect(company.slack.messages(paymentsChannel)).toHaveLength(1);
  });

  it('hand over at once when the leader is told to stop', async () => {
    const company = await startCompany(await createDatabase(), { pace: 0.3 });
    const leader = await company.startReplica();
    await untilLeading(leader);
    const other = await company.startReplica();
    await company.deploy('v42', 'slow');
    const before = await company.card('v42 → prod');

    const stoppedAt = performance.now();
    const closing = leader.close();
    await untilLeading(other);
    const handedOverMs = performance.now() - stoppedAt;
    await closing;
    const after = await company.card('v42 is live in prod', '3 of 3 pods');

    // A lock that nobody gave back is free after five seconds.
    expect(handedOverMs).toBeLessThan(4_000);
    expect(after.ts).toBe(before.ts);
    expect(company.slack.messages(paymentsChannel)).toHaveLength(1);
  });

  it('pass over a leader that hangs, and it does nothing when it wakes up', async () => {
    const company = await startCompany(await createDatabase());
    const leader = await company.spawnReplica();
    await untilLeading(leader);
    const other = await company.startReplica();

    leader.process.child.kill('SIGSTOP');
    await company.deploy('v42', 'crashing');
    await untilLeading(other);
    await company.card('[ Roll back to v41 ]');
    leader.process.child.kill('SIGCONT');
    await until(
      async () => (await leader.state()).leads.length === 0 && (await leader.state()).status === 'ready',
    );
    await company.deploy('v43', 'good');
    await company.card('v43 is live in prod');

    expect(company.slack.messages(paymentsChannel)).toHaveLength(2);
    expect((await other.state()).leads.toSorted()).toEqual(everything);
  });

  it('have one leader again after PostgreSQL was away, and the card catches up', async () => {
    const server = await startPostgres(findPostgres() ?? expect.fail('no PostgreSQL here'));
    onTestFinished(() => server.close());
    const company = await startCompany(await server.createDatabase('company'));
    const both = await Promise.all([company.startReplica(), company.startReplica()]);
    await company.deploy('v42', 'slow');
    const before = await company.card('v42 → prod');

    await server.stop('crash');
    await company.deploy('v43', 'crashing');
    await until(async () =>
      (await Promise.all(both.map((each) => each.state()))).every(({ status }) => status !== 'ready'),
    );
    await server.start();
    const after = await company.card('v43', 'in prod', 'DB_POOL_SIZE must be a number');

    const leads = (await Promise.all(both.map((each) => each.state()))).flatMap((state) => state.leads);
    expect(leads.toSorted()).toEqual(everything);
    expect(after.ts).not.toBe(before.ts);
    expect(company.slack.messages(paymentsChannel)).toHaveLength(2);
  });
});
