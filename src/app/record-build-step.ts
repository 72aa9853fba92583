import { lateReportWords } from '../../messages/late-report.ts';
import type { StepReport } from '../domain/build/build.ts';
import {
  isOneTooMany,
  type LateReport,
  lateReport,
  mostSteps,
  recordStep,
} from '../domain/build/record-step.ts';
import { resolveOwner } from '../domain/ownership/resolve-owner.ts';
import type { Card } from '../domain/release/card.ts';
import { settleCard } from '../domain/release/settle-card.ts';
import { type Version, versionLabel } from '../domain/release/version.ts';
import { UserError } from '../errors.ts';
import type { Settle, StoreSession } from '../ports.ts';
import type { Desk } from './desk.ts';
import { putCard } from './put-card.ts';

/** The code of the refusal of a report that says another end of a step that has ended. */
export const stepHasEnded = 'step-has-ended';

interface Applied {
  readonly late: LateReport | undefined;
  readonly changed: readonly Card[];
}

const buildsAreKnownForMs = 24 * 60 * 60_000;

export interface RecordBuildStep {
  /**
   * Merges one report into its build; the first report of a build opens its card. Idempotent: answers when the step had
   * ended already. Throws a UserError when it had ended otherwise.
   */
  record(report: StepReport, settle?: Settle): Promise<LateReport | undefined>;
}

export function createRecordBuildStep(desk: Desk): RecordBuildStep {
  const { store, serial, clock, ids, settings } = desk;

  function record(report: StepReport, settle?: Settle): Promise<LateReport | undefined> {
    return serial.run(report.service, async () => {
      const { changed, late } = await store.transaction(async (session) => {
        const applied = await apply(session, report);
        await settle?.(session);
        return applied;
      });
      for (const card of changed) desk.onCardChanged(card);
      return late;
    });
  }

  async function apply(session: StoreSession, report: StepReport): Promise<Applied> {
    const now = clock.now();
    const before = freshEnough(await session.cardByBuild(buildKey(report)), now);
    if (isOneTooMany(before?.build, report)) {
      throw new UserError(
        'too-many-steps',
        `A build has at most ${mostSteps} steps; this would be one more.`,
      );
    }
    const late = lateReport(before?.build, { ...report, build: buildKey(report) }, now);
    if (late?.kind === 'contradicts') throw new UserError(stepHasEnded, lateReportWords(late, report));
    const build = recordStep(before?.build, { ...report, build: buildKey(report) }, now);
    const version = before?.releases.length ? before.version : versionOf(report, before?.version);
    const base: Card = before ?? {
      id: ids.next(),
      owner: resolveOwner(settings.catalog, report.service, {}, {}),
      version,
      openedAt: now,
      releases: [],
      notices: [],
    };
    const after = settleCard({ ...base, build, version }, before, now);
    const others = before?.releases.length ? await cardsLeft(session, after, now) : [];
    const changed: Card[] = [];
    for (const change of [{ before, after }, ...others]) {
      if (await putCard(session, desk, { ...change, now })) changed.push(change.after);
    }
    return { late, changed };
  }

  /**
   * The other cards that show the build, where its rollout went on elsewhere, or came again: their steps end, too. Whoever is
   * to be called is called where the newest release is.
   */
  async function cardsLeft(session: StoreSession, { id, owner, build }: Card, now: number) {
    const cards = await session.recentCards(owner.service, now - buildsAreKnownForMs);
    return cards
      .filter((each) => build !== undefined && each.id !== id && each.build?.id === build.id)
      .map((before) => ({ before, after: { ...before, ...(build === undefined ? {} : { build }) } }));
  }

  return { record };
}

/** A counter that starts again must not write into last year's card. */
function freshEnough(card: Card | undefined, now: number): Card | undefined {
  return card !== undefined && now - card.openedAt < buildsAreKnownForMs ? card : undefined;
}

/** Build numbers are unique within a service at best. */
function buildKey(report: StepReport): string {
  return `${report.service}/${report.build}`;
}

/** The image names the version; until it is known the commit does, and before that the build itself. */
function versionOf(report: StepReport, known: Version | undefined): Version {
  const image = report.image ?? known?.image ?? '';
  const commit = report.commit ?? known?.commit;
  const provisional = commit === undefined ? `build ${report.build}` : commit.slice(0, 7);
  return {
    label: image === '' ? provisional : versionLabel(image),
    image,
    ...(commit === undefined ? {} : { commit }),
  };
}
