import { type ChaosRequest, commandFor } from './arguments.ts';
import type { FindingKind } from './oracle/finding.ts';
import { planRun } from './plan/plan-run.ts';
import { scheduleLines } from './plan/schedule.ts';
import type { RunResult } from './play/play-run.ts';

/** A run that was played to its end, or why it was not. */
export type Outcome =
  | { readonly kind: 'played'; readonly seed: number; readonly result: RunResult }
  | { readonly kind: 'failed'; readonly seed: number; readonly because: string };

export function isFine(outcome: Outcome): boolean {
  return outcome.kind === 'played' && outcome.result.findings.length === 0;
}

/** A line for each run. */
export function outcomeLine(outcome: Outcome, seconds: number): string {
  const took = `${seconds.toFixed(0)} s`;
  if (outcome.kind === 'failed') return `✗ seed ${outcome.seed}: could not be played (${took})`;
  const { releases, owed, kills, storms, slackCalls, stalledMs, findings } = outcome.result;
  const stalled =
    stalledMs < 1_000 ? '' : `, stalled for up to ${(stalledMs / 1_000).toFixed(1)} s of its own time`;
  const stormy = storms === 0 ? '' : `, ${storms} storms`;
  const played = `${releases} releases (${owed} owed), ${kills} kills${stormy}, ${slackCalls} calls of Slack, ${took}${stalled}`;
  const line =
    findings.length === 0
      ? `✓ seed ${outcome.seed}: ${played}`
      : `✗ seed ${outcome.seed}: ${findings.length} findings; ${played}`;
  return [line, ...discardedLines(outcome.result)].join('\n');
}

/** What does not count is told all the same: a machine without time is no excuse for everything. */
function discardedLines({ discarded }: RunResult): readonly string[] {
  return discarded.flatMap(({ stalledMs, findings }) => [
    `  played again at half the pace, after a stall of ${(stalledMs / 1_000).toFixed(1)} s; not counted:`,
    ...findings.map(({ kind, where, what }) => `    ${kind}: ${where}: ${what.replaceAll('\n', ' | ')}`),
  ]);
}

const mostLogLines = 150;

/** Everything that somebody needs who looks for what went wrong. */
export function failureText(outcome: Outcome, request: ChaosRequest): string {
  const { seed } = outcome;
  const plan = planRun(planRequest(request, seed));
  const parts = [
    `━━ seed ${seed} · again: ${commandFor(request, seed)}`,
    ...(outcome.kind === 'failed' ? [outcome.because] : foundIn(outcome.result)),
    section('the plan', scheduleLines(plan)),
    ...(outcome.kind === 'failed' ? [] : courseOf(outcome.result)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function foundIn({ findings }: RunResult): readonly string[] {
  return findings.map(({ kind, where, what }) => `✗ ${kind}: ${where}: ${what}`);
}

function courseOf({ notes, transcripts, logged }: RunResult): readonly string[] {
  return [
    section('what happened', notes),
    section('what the channels show', transcripts),
    section(`the end of the bots' log`, logged.slice(-mostLogLines)),
  ];
}

function section(title: string, lines: readonly string[]): string {
  return [`── ${title}`, ...lines].join('\n');
}

export function planRequest({ rollouts, bots, engine }: ChaosRequest, seed: number) {
  return { seed, rollouts, bots, hasDatabaseServer: engine === 'postgres' };
}

export interface ChaosFigure {
  readonly figure: string;
  readonly value: number;
  readonly [circumstance: string]: string | number;
}

/** What is measured, one line of JSON each. A run that could not be played counts as broken. */
export function chaosFigures(outcomes: readonly Outcome[], request: ChaosRequest): readonly ChaosFigure[] {
  const played = outcomes.flatMap((outcome) => (outcome.kind === 'played' ? [outcome.result] : []));
  const findings = played.flatMap((result) => result.findings);
  const count = (kind: FindingKind) => findings.filter((finding) => finding.kind === kind).length;
  const sum = (of: (result: RunResult) => number) => played.reduce((total, each) => total + of(each), 0);
  const unplayed = outcomes.length - played.length;
  const { rollouts, engine, bots, seed } = request;
  return [
    {
      figure: 'chaos.runs',
      value: outcomes.length,
      rollouts,
      engine,
      bots,
      seed,
      kills: sum(({ kills }) => kills),
      storms: sum(({ storms }) => storms),
      played_again: sum(({ discarded }) => discarded.length),
    },
    { figure: 'chaos.releases', value: sum(({ releases }) => releases), owed: sum(({ owed }) => owed) },
    { figure: 'chaos.missing_verdicts', value: count('missing-verdict') },
    { figure: 'chaos.duplicate_messages', value: count('duplicate-message') },
    { figure: 'chaos.wrong_cards', value: count('wrong-card') },
    { figure: 'chaos.floods', value: count('flood') },
    { figure: 'chaos.broken_runs', value: count('broken-run') + unplayed },
  ];
}
