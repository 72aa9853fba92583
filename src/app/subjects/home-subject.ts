import { type HomeView, type LinkedOverview, renderHome } from '../../../messages/home.ts';
import type { Home } from '../../domain/home/home.ts';
import { type Overview, type OverviewLine, overviewOf, splitOverview } from '../../domain/home/overview.ts';
import { addDays, instantOf, isTimeZone, localTimeAt } from '../../domain/quiet/local-time.ts';
import type { Store } from '../../ports.ts';
import { cardUrl } from '../card-url.ts';
import type { SubjectSource } from '../delivery/subject-source.ts';

/** A person has one Home tab. */
export const homeSlot = 'tab';

export interface HomeSubjectOptions {
  /** `https://acme.slack.com/`; undefined until Slack has said it. */
  readonly workspaceUrl: () => string | undefined;
  readonly now: () => number;
}

/** What is red, what moves and what shipped since yesterday: a person's own teams first, then all others. */
export function createHomeSubject({ workspaceUrl, now }: HomeSubjectOptions): SubjectSource {
  return {
    isMovable: false,
    transport: () => 'view',

    async load({ subject }, store) {
      const home = await store.homes.home(subject.id);
      if (home === undefined) return undefined;
      const view = await viewOf(home, store, { now: now(), workspaceUrl: workspaceUrl() });
      return ({ style }) => ({ kind: 'view', view: renderHome(view, style) });
    },
  };
}

async function viewOf(
  home: Home,
  store: Store,
  { now, workspaceUrl }: { readonly now: number; readonly workspaceUrl: string | undefined },
): Promise<HomeView> {
  const since = startOfYesterday(now, home.timeZone);
  const [cards, locks, mutes] = await Promise.all([
    store.homes.overviewCards(since),
    store.locks.locks(now),
    store.quiet.mutes(now),
  ]);
  const isOwn = ({ team }: OverviewLine) => team !== undefined && home.teams.includes(team);
  const { own, others } = splitOverview(overviewOf(cards, since), isOwn);
  const linked = (overview: Overview) => withUrls(overview, store, workspaceUrl);
  return {
    at: now,
    since,
    teams: home.teams,
    own: await linked(own),
    others: await linked(others),
    locks,
    mutes: mutes.filter(({ scope }) => scope.kind === 'service'),
  };
}

/** No more links than lines that anybody would read. */
const mostLinks = 40;

async function withUrls(
  { red, moving, ended }: Overview,
  store: Store,
  workspaceUrl: string | undefined,
): Promise<LinkedOverview> {
  const linked = <Line extends OverviewLine>(lines: readonly Line[]) =>
    Promise.all(
      lines.map(async (line, index) => {
        const url = index < mostLinks ? await cardUrl(store, workspaceUrl, line.cardId) : undefined;
        return url === undefined ? line : { ...line, url };
      }),
    );
  return { red: await linked(red), moving: await linked(moving), ended: await linked(ended) };
}

/** By the clocks of who reads it. */
function startOfYesterday(now: number, timeZone = 'UTC'): number {
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  return instantOf({ ...addDays(localTimeAt(now, zone), -1), minute: 0 }, zone);
}
