import { describe, expect, it } from 'vitest';
import { chartOf } from '../../sandbox/helm/chart.ts';
import { type Chart, createHelm, type Helm } from '../../sandbox/helm/index.ts';
import type { Behaviour, DeployRequest } from '../../sandbox/kubernetes/index.ts';
import { untilAvailable, type World, type WorldOptions } from '../../sandbox/world.ts';
import type { Config } from '../../src/config/schema.ts';
import { people, startDialogue } from './dialogue.ts';

const release = { namespace: 'prod', name: 'payments-api' };
const button = 'Helm rollback to v41';

interface Told extends WorldOptions {
  readonly v41?: Partial<Chart>;
}

const labels = { 'app.kubernetes.io/name': 'payments-api', 'shipmate.dev/team': 'payments' };

function chart({ kubernetes }: Pick<World, 'kubernetes'>, version: string, behaviour: Behaviour): Chart {
  const request: DeployRequest = { ...release, version, behaviour, labels, replicas: 3 };
  return chartOf(kubernetes, request, {
    settings: { LOG_LEVEL: version === 'v42' ? 'debug' : 'info' },
    more: [`made-by-${version}`],
  });
}

function helmOf({ kubernetes: { url, token } }: Pick<World, 'kubernetes'>): Helm {
  return createHelm({ url, token, ...release });
}

const withHelm = (config: Config): Config => ({ ...config, rollback: { ...config.rollback, helm: true } });

/** v41 of the release was healthy, and the upgrade to v42 crashes. */
async function startRelease({ v41 = {}, ...options }: Told = {}) {
  const world = await startDialogue({
    configure: withHelm,
    ...options,
    async before({ kubernetes }) {
      const available = untilAvailable(kubernetes, ['payments-api'], 3);
      await helmOf({ kubernetes }).upgrade({ ...chart({ kubernetes }, 'v41', 'good'), ...v41 });
      await available;
    },
  });
  const helm = helmOf(world);
  await helm.upgrade(chart(world, 'v42', 'crashing'));
  const card = await world.card(`[ ${button} ]`);
  return { world, helm, card };
}

async function told(helm: Helm): Promise<readonly string[]> {
  const history = await helm.history();
  return history.map(({ version, info }) => `${version} ${info.status}: ${info.description}`);
}

async function configMaps({ kubernetes }: World): Promise<readonly string[]> {
  const response = await fetch(`${kubernetes.url}/api/v1/namespaces/prod/configmaps`, {
    headers: { authorization: `Bearer ${kubernetes.token}` },
  });
  const { items } = (await response.json()) as { items: { metadata: { name: string } }[] };
  return items.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('made-by'));
}

/** What Shipmate wrote past rehearsals. */
function written({ kubernetes }: World) {
  return kubernetes.requests.filter(
    ({ method, query, userAgent }) =>
      method !== 'GET' && userAgent === 'shipmate' && !query.includes('dryRun'),
  );
}

const ofDeployment = ({ method, path }: { readonly method: string; readonly path: string }) =>
  method === 'PATCH' && path.endsWith('/deployments/payments-api');

const goneBack = [
  '1 superseded: Install complete',
  '2 superseded: Upgrade complete',
  '3 deployed: Rollback to 1',
];

// What waits is asked again every five seconds.
describe('a Helm release', { timeout: 30_000 }, () => {
  it('goes back with all that it holds, and Helm goes on from there', async () => {
    const { world, helm, card } = await startRelease();

    await world.press(people.ada, card, button);
    await world.slack.waitFor(() => world.slack.views(people.ada).length > 0, { what: 'the modal' });
    const question = world.slack.describeView(world.slack.views(people.ada)[0] ?? expect.fail());
    await world.slack.as(people.ada).submit();
    await world.card('olled back by @Ada', '3 of 3 pods on v41', 'by a Helm rollback');
    await expect.poll(() => told(helm)).toEqual(goneBack);
    await helm.upgrade(chart(world, 'v43', 'good'));
    await world.card('v43 is live in prod');

    expect(question).toContain('Managed by Helm (release prod/payments-api)');
    expect(await configMaps(world)).toEqual(['made-by-v43']);
    expect((await helm.history()).map(({ info }) => info.status)).toEqual([
      'superseded',
      'superseded',
      'superseded',
      'deployed',
    ]);
  });

  it('is left alone while another helm is at work on it', async () => {
    const { world, helm, card } = await startRelease();
    await helm.upgrade(chart(world, 'v42', 'crashing'), { isInterrupted: true });

    await world.rollBack(people.ada, card, button);

    expect(
      await world.card(
        'Helm refused: revision 3 is pending-upgrade',
        'Nothing was changed.',
        `[ ${button} ]`,
      ),
    ).toBeDefined();
    expect(written(world)).toEqual([]);
  });

  it('is left alone when a rollback would run hooks', async () => {
    const hook = { name: 'migrate', kind: 'Job', path: 'a.yaml', manifest: '', events: ['pre-rollback'] };
    const { world, card } = await startRelease({ v41: { hooks: [hook] } });

    await world.rollBack(people.ada, card, button);

    expect(
      await world.card('revision 1 has hooks that run at a rollback (pre-rollback migrate)'),
    ).toBeDefined();
    expect(written(world)).toEqual([]);
  });

  it('is left alone when a right is missing, which is named', async () => {
    let isRestricted = false;
    const { world, helm, card } = await startRelease({
      kubernetes: {
        permissions: (verb, _group, plural) => !isRestricted || verb !== 'delete' || plural !== 'configmaps',
      },
    });
    isRestricted = true;

    await world.rollBack(people.ada, card, button);

    const words = 'My service account may not delete configmaps in namespace prod. Nothing was changed.';
    expect(await world.card(words)).toBeDefined();
    expect(written(world)).toEqual([]);
    expect(await told(helm)).toHaveLength(2);
  });

  it('goes back once when the API server does not answer after the patch was applied', async () => {
    const { world, helm, card } = await startRelease();
    world.kubernetes.faults.loseAnswer((facts) => ofDeployment(facts) && !facts.query.includes('dryRun'));

    await world.rollBack(people.ada, card, button);
    await world.card('olled back by @Ada', '3 of 3 pods on v41');

    await expect.poll(() => told(helm), { timeout: 20_000 }).toEqual(goneBack);
    expect(written(world).filter(ofDeployment)).toHaveLength(1);
  });

  it('is not left half way by a restart in the middle', async () => {
    const { world, helm, card } = await startRelease();
    // The workload is back, and neither what v42 brought nor the records have been seen to.
    world.kubernetes.faults.next({
      match: ({ method, query }) => method === 'DELETE' && !query.includes('dryRun'),
      status: 503,
      times: 20,
    });
    await world.rollBack(people.ada, card, button);
    await world.card('olled back by @Ada', '3 of 3 pods on v41');
    expect((await told(helm)).at(-1)).toContain('pending-rollback');

    await world.stopBot();
    world.kubernetes.faults.clear();
    await world.startBot();

    await expect.poll(() => told(helm), { timeout: 20_000 }).toEqual(goneBack);
    expect(await configMaps(world)).toEqual(['made-by-v41']);
  });

  it('is not offered unless the configuration allows it', async () => {
    const world = await startDialogue({
      async before({ kubernetes }) {
        const available = untilAvailable(kubernetes, ['payments-api'], 3);
        await helmOf({ kubernetes }).upgrade(chart({ kubernetes }, 'v41', 'good'));
        await available;
      },
    });

    await helmOf(world).upgrade(chart(world, 'v42', 'crashing'));
    const card = await world.card('v42 is failing');

    expect(world.slack.describeMessage(card)).not.toContain(button);
  });
});
