import { describe, expect, it } from 'vitest';
import { createDatabase, hasPostgres } from '../../postgres/database.ts';
import { paymentsChannel, people } from '../dialogue.ts';
import { type Company, startCompany, untilLeading } from './company.ts';

const button = 'Suspend Flux, roll back to v41';

/** v42 is bad, and Ada goes back while Flux is suspended. */
async function rollBack(company: Company) {
  await company.deploy('v42', 'crashing');
  const card = await company.card(`[ ${button} ]`);
  const ada = company.slack.as(people.ada);
  await ada.click({ channel: paymentsChannel, ts: card.ts, buttonText: button, stillShown: card.blocks });
  await company.slack.waitFor(() => company.slack.views(people.ada).length > 0, { what: 'the modal' });
  await ada.submit();
  const done = await company.card('olled back by @Ada', '3 of 3 pods on v41', 'is suspended until');
  company.kubernetes.flux.git.revert();
  return done;
}

/** How often Shipmate has written to Flux's object. */
function writes({ kubernetes }: Company): number {
  return kubernetes.requests.filter(
    ({ method, path, userAgent, status }) =>
      method === 'PATCH' && path.includes('/kustomizations/') && userAgent === 'shipmate' && status < 400,
  ).length;
}

describe.skipIf(!hasPostgres)('Flux that is suspended by two replicas', { timeout: 120_000 }, () => {
  it('is resumed by the leader when somebody presses at the other one', async () => {
    const company = await startCompany(await createDatabase(), { suspendFluxFor: '1h' });
    const leader = await company.startReplica();
    await untilLeading(leader);
    const other = await company.startReplica();
    company.slack.connect(other.url);
    const held = await rollBack(company);

    await company.slack.as(people.linus).click({
      channel: paymentsChannel,
      ts: held.ts,
      buttonText: 'Resume Flux now',
      stillShown: held.blocks,
      confirm: true,
    });
    await company.card('was resumed by @Linus');

    expect((await other.state()).leads).toEqual([]);
    expect(writes(company)).toBe(2);
  });

  it('is resumed once by the one that is left when the leader was killed', async () => {
    const company = await startCompany(await createDatabase(), { suspendFluxFor: '20s' });
    const leader = await company.spawnReplica();
    await untilLeading(leader);
    const other = await company.startReplica();
    company.slack.connect(other.url);
    await rollBack(company);

    await leader.process.end('SIGKILL');
    await untilLeading(other);
    await company.slack.waitFor(
      () =>
        company.slack
          .messages(paymentsChannel)
          .some((each) => company.slack.describeMessage(each).includes('has resumed')),
      { what: 'the end of the suspension', timeoutMs: 40_000 },
    );

    expect(writes(company)).toBe(2);
    expect(company.slack.messages(paymentsChannel)).toHaveLength(1);
  });
});
