import type { QuietSettings } from '../../../src/app/desk.ts';
import { createFollowWorkload } from '../../../src/app/follow-workload.ts';
import { createKeepQuiet } from '../../../src/app/quiet/keep-quiet.ts';
import { createRenewCards } from '../../../src/app/quiet/renew-cards.ts';
import { createSerial } from '../../../src/app/serial.ts';
import type { Card } from '../../../src/domain/release/card.ts';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { crash, look } from '../../domain/release/story.ts';
import { openDesk } from '../open-desk.ts';

function lookAt(
  service: string,
  overrides: Partial<WorkloadObservation>,
  team = 'payments',
): WorkloadObservation {
  return look(43, {
    workload: { ...look(43).workload, name: service },
    uid: `uid-${service}`,
    labels: { app: service, 'shipmate.dev/team': team },
    ...overrides,
  });
}

export const crashing = (service: string, restarts = 1, team?: string) =>
  lookAt(service, { problems: [crash({ restarts })] }, team);
export const inDev = (seen: WorkloadObservation): WorkloadObservation => ({
  ...seen,
  workload: { ...seen.workload, namespace: 'dev' },
});
/** For a while, so that a crash that was there is over. */
export const well = (service: string) => lookAt(service, { phase: 'complete' });

/** A desk with what decides who is told when, and eyes on what Slack is to show. */
export async function openQuiet(
  quiet: Partial<QuietSettings>,
  isProtected: (environment: string) => boolean = () => false,
) {
  const { desk: plain, store, at, errors } = await openDesk();
  const desk = {
    ...plain,
    settings: {
      ...plain.settings,
      quiet: { ...plain.settings.quiet, ...quiet },
      catalog: {
        ...plain.settings.catalog,
        teams: [...plain.settings.catalog.teams, { name: 'search', channel: '#team-payments' }],
      },
      environmentOf: (_: string, namespace: string) => (namespace === 'dev' ? 'dev' : 'prod'),
      protectionOf: (environment: string) => ({
        isProtected: isProtected(environment),
        needsSecondPerson: false,
      }),
    },
  };
  const renewCards = createRenewCards(desk);

  async function cards(): Promise<readonly Card[]> {
    const services = await store.quiet.services();
    const found = await Promise.all(services.map((service) => store.recentCards(service, 0)));
    return found.flat();
  }
  /** Replies that Slack is to show, by the service that they are of. */
  async function replies(): Promise<readonly string[]> {
    const dirty = await store.dirtyMessages(10_000);
    const shown = dirty.filter(({ slot }) => slot.startsWith('failing/'));
    const found = await Promise.all(shown.map(({ subject }) => store.card(subject.id)));
    return found.map((card) => card?.owner.service ?? '').toSorted();
  }
  async function digests() {
    const dirty = await store.dirtyMessages(10_000);
    const ids = dirty.filter(({ subject }) => subject.kind === 'digest').map(({ subject }) => subject.id);
    return Promise.all(
      ids.map(async (id) => (await store.quiet.digest(id)) ?? Promise.reject(new Error(id))),
    );
  }
  return {
    desk,
    store,
    at,
    errors,
    renewCards,
    cards,
    replies,
    digests,
    follow: createFollowWorkload(desk),
    keepQuiet: createKeepQuiet(desk, renewCards),
    /** As another process would go on with the same store. */
    reopen: () => createFollowWorkload({ ...desk, serial: createSerial() }),
  };
}
