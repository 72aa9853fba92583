import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pace } from '../../../sandbox/fast-time/pace.ts';
import type { RecordedRequest } from '../../../sandbox/slack/index.ts';
import { type Company, startCompany } from '../company/company.ts';
import type { Engine } from '../company/database.ts';
import { isThere } from '../company/workload-status.ts';
import { personIdOf } from '../company/workspace.ts';
import { pathOf } from '../oracle/cluster-facts.ts';
import type { Finding } from '../oracle/finding.ts';
import { verdictOf } from '../oracle/verdict.ts';
import type { Plan } from '../plan/plan.ts';
import { channels } from '../plan/plan-run.ts';
import { playKills } from './kills.ts';
import { until } from './pause.ts';
import type { RunContext } from './run-context.ts';
import { playStory, requestOf, versionBefore } from './story.ts';
import { playClusterTroubles, playDatabaseRestarts, playSlackTroubles } from './troubles.ts';

export interface RunResult {
  readonly seed: number;
  readonly findings: readonly Finding[];
  readonly releases: number;
  /** Releases that the bot must have seen; of the others nothing need be said. */
  readonly owed: number;
  readonly kills: number;
  /** Digests of storms that the channels show. */
  readonly storms: number;
  readonly slackCalls: number;
  /** How long it took in the run's own time. */
  readonly tookMs: number;
  /** The longest that Slack and the cluster themselves stood still, in the run's own time. */
  readonly stalledMs: number;
  /** What was found before it was played again at a slower pace, because the stand-ins had stood still. */
  readonly discarded: readonly DiscardedRun[];
  /** For who reads a failure: what happened, what the channels show, what the bots logged. */
  readonly notes: readonly string[];
  readonly transcripts: readonly string[];
  readonly logged: readonly string[];
}

export interface DiscardedRun {
  readonly stalledMs: number;
  readonly findings: readonly Finding[];
}

export interface RunRequest {
  readonly plan: Plan;
  readonly pace: Pace;
  readonly bots: number;
  readonly engine: Engine;
  /** Where the store of a run with findings is copied to. */
  readonly keep?: string | undefined;
  /** Ends the run before its end; `playRun` rejects then. */
  readonly signal: AbortSignal;
}

const readyWithinMs = 30 * 60_000;

/**
 * What the bot must have seen has stood for this long by the world's clock. A bot that begins to look lists the cluster
 * and applies each look: on a server apart, with two bots and beside three other runs on two processors, that took 1.6 s.
 */
const seenRealMs: Readonly<Record<Engine, number>> = { sqlite: 500, postgres: 2_000 };
/**
 * What is there when the bot looks for the first time of all is no news, but only once it has written down that it looked.
 * Killed before that, it begins anew.
 */
const firstLookRealMs = 4_000;
/** The longest deadline, a backlog of updates within Slack's limits, and then some. */
const settleMs = 12 * 60_000;
const settleRealMs = 40_000;

/** Plays a plan to its end and says in what the channels differ from what happened. */
export async function playRun({ plan, pace, bots, engine, keep, signal }: RunRequest): Promise<RunResult> {
  const company = await startCompany({
    channels,
    stories: plan.stories,
    storms: plan.storms,
    bots,
    engine,
    pace,
  });
  const ending = new AbortController();
  try {
    await runBefore(company, plan, signal);
    await Promise.all(company.bots.map((bot) => bot.start()));
    await Promise.all(company.bots.map((bot) => bot.untilReady(readyWithinMs)));
    await untilLookedAround(company, firstLookRealMs * pace.scale, signal);
    const request = { plan, pace, engine, signal: AbortSignal.any([signal, ending.signal]) };
    const result = await play(company, request);
    if (keep !== undefined && result.findings.length > 0)
      await keepAll(company, result, join(keep, `seed-${plan.seed}-at-${pace.scale}`));
    return result;
  } finally {
    ending.abort();
    await company.close();
  }
}

async function untilLookedAround({ sight }: Company, seenMs: number, signal: AbortSignal): Promise<void> {
  const from = Date.now();
  await until(() => sight.longestWithin(from, Date.now()) >= seenMs, {
    what: 'the first look around',
    withinMs: readyWithinMs,
    signal,
  });
}

/** The store once the bots are gone, so that it is whole, and what was logged. */
async function keepAll(
  { bots, database, slack }: Company,
  { findings, notes, logged }: RunResult,
  to: string,
): Promise<void> {
  await Promise.all(bots.map((bot) => bot.end('SIGKILL')));
  await mkdir(to, { recursive: true });
  await database.keep(to);
  await writeFile(join(to, 'slack.jsonl'), slack.requests.map(lineOf).join('\n'));
  await writeFile(join(to, 'findings.json'), JSON.stringify(findings, null, 2));
  await writeFile(join(to, 'notes.log'), notes.join('\n'));
  await writeFile(join(to, 'bots.log'), logged.join('\n'));
}

/** Requests are timed from the start of the process. */
function lineOf({ at, ...request }: RecordedRequest): string {
  return JSON.stringify({ time: Math.round(Date.now() - performance.now() + at), ...request });
}

/** The versions that run before the bot sees the cluster for the first time. */
async function runBefore(
  { kubernetes, client }: Company,
  { stories }: Plan,
  signal: AbortSignal,
): Promise<void> {
  const before = stories.filter(({ isThereBefore }) => isThereBefore);
  for (const story of before) await kubernetes.deploy(requestOf(story, versionBefore));
  for (const story of before) {
    const isRunning = async () => {
      const object = await client.get(pathOf(story));
      return object !== undefined && isThere(object);
    };
    await until(isRunning, { what: `${story.service} runs`, withinMs: readyWithinMs, signal });
  }
}

async function play(
  company: Company,
  { plan, pace, engine, signal }: Omit<RunRequest, 'bots' | 'keep'>,
): Promise<RunResult> {
  const delay = monitorEventLoopDelay();
  delay.enable();
  const startedAt = Date.now();
  const elapsed = () => Date.now() - startedAt;
  const notes: string[] = [];
  const note = (words: string) =>
    void notes.push(`${(elapsed() / 1_000).toFixed(1).padStart(8)} s  ${words}`);
  company.sight.onTurn((isSeeing) => note(isSeeing ? 'the bot sees' : 'the bot sees nothing'));
  const context: RunContext = { ...company, signal, note, elapsed };
  const mishaps: Finding[] = [];
  const tell = (where: string) => (error: unknown) =>
    void mishaps.push({
      kind: 'broken-run',
      where,
      what: error instanceof Error ? error.message : String(error),
    });

  const stories = plan.stories.map((story, index) =>
    playStory(context, story, personIdOf(index)).catch(tell(story.service)),
  );
  const troubles = [
    playSlackTroubles(context, plan.slack),
    playClusterTroubles(context, plan.cluster),
    playKills(context, plan.kills),
    playDatabaseRestarts(context, plan.databaseRestarts),
  ].map((each) => each.catch(tell('the faults')));
  await Promise.all([...troubles, wait(plan.peaceAtMs, undefined, { signal })]);
  company.slack.faults.clear();
  company.kubernetes.faults.clear();
  note('peace');
  await Promise.all(stories);
  note('every story has been told');

  const findings = await verdictOf({
    company,
    stories: plan.stories,
    storms: plan.storms,
    signal,
    seenMs: seenRealMs[engine] * pace.scale,
    withinMs: Math.max(settleMs, settleRealMs * pace.scale),
  });
  const ended = company.bots.flatMap(({ mishaps: each }) => each);
  return {
    ...resultOf(company, plan),
    findings: [
      ...mishaps,
      ...ended.map((what): Finding => ({ kind: 'broken-run', where: 'the bot', what })),
      ...findings.findings,
    ],
    owed: findings.owed,
    storms: findings.storms,
    tookMs: elapsed(),
    stalledMs: Math.round((delay.max / 1e6) * pace.scale),
    discarded: [],
    notes,
  };
}

function resultOf(company: Company, plan: Plan) {
  return {
    seed: plan.seed,
    releases: company.ledger.releases.length,
    kills: plan.kills.length,
    slackCalls: company.slack.requests.length,
    transcripts: channels.map((channel) => company.slack.transcript(channel, { times: true })),
    logged: company.bots.flatMap(({ logged }) => logged),
  };
}
