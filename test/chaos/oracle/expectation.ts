import type { ReleaseTruth } from '../company/ledger.ts';
import type { WorkloadFacts } from './cluster-facts.ts';
import type { CardState } from './read-card.ts';

/** What the bot can have seen. */
export interface Seen {
  /** Whether it must have seen the release while that was the newest. */
  readonly release: boolean;
  /** Whether it must have seen all pods of the release there. */
  readonly success: boolean;
}

export interface Expectation {
  /** Any of these is right. */
  readonly states: readonly CardState[];
  readonly isOwed: boolean;
  /** Whether the release was ever in trouble that people must be called to. */
  readonly hasTrouble: boolean;
  /** The row of the workload, where the end of the run says what it must be. */
  readonly row?: { readonly mark: string; readonly title: string };
}

export interface ExpectationRequest {
  readonly release: ReleaseTruth;
  readonly seen: Seen;
  /** What may be named as its successor: the next release, and those after it if nobody need have seen that. */
  readonly successors: readonly ReleaseTruth[];
  /** The workload as it stands in the end; only of the newest release. */
  readonly facts?: WorkloadFacts | undefined;
}

/** Below this no deadline is over and no container has restarted so often that it counts as failed. */
const soonestGivenUpMs = 20_000;

const healthy: ReadonlySet<ReleaseTruth['behaviour']> = new Set(['good', 'slow']);

/** What the channel must say of a release when everything has settled, by what really happened to it. */
export function expectationOf(request: ExpectationRequest): Expectation {
  const { release, seen } = request;
  const hasTrouble = !healthy.has(release.behaviour);
  return { isOwed: seen.release, hasTrouble, states: statesOf(request), ...rowOf(request) };
}

function statesOf(request: ExpectationRequest): readonly CardState[] {
  const { release, seen, facts } = request;
  const { end } = release;
  const success = successOf(release, facts);
  if (end === undefined) return facts?.isThere === true ? [success] : givenUp;
  if (end.how === 'rolled-back') {
    return [{ kind: 'rolled-back', up: wantedOf(facts), wanted: wantedOf(facts), on: end.to }];
  }
  const left = leftStates(request);
  if (release.completeAt === undefined) return left;
  return seen.success ? [success] : [success, ...left];
}

const givenUp: readonly CardState[] = [{ kind: 'failed' }, { kind: 'timed-out' }];

function successOf({ kind, version }: ReleaseTruth, facts: WorkloadFacts | undefined): CardState {
  if (kind === 'Job') return { kind: 'job-done' };
  return { kind: 'live', up: wantedOf(facts), wanted: wantedOf(facts), on: version };
}

/** NaN stands for any number. */
function wantedOf(facts: WorkloadFacts | undefined): number {
  return facts?.wanted ?? Number.NaN;
}

/** It was left before all its pods were there. */
function leftStates({ release, successors }: ExpectationRequest): readonly CardState[] {
  const { end, startedAt, kind } = release;
  if (end === undefined) return [];
  if (end.how === 'deleted') return [{ kind: 'deleted' }];
  const usual = end.how === 'undone' ? 'left' : 'superseded';
  const named = successors.flatMap(({ version: by }, index): CardState[] =>
    index === 0
      ? [{ kind: usual, by }]
      : [
          { kind: 'superseded', by },
          { kind: 'left', by },
        ],
  );
  // A Job is made anew under its name, and so is a workload that was deleted while nobody saw it.
  const isMadeAnew = kind === 'Job' || successors.some((each) => each.end?.how === 'deleted');
  const gone: CardState[] = isMadeAnew ? [{ kind: 'deleted' }] : [];
  const isGivenUp = kind === 'Job' || end.at - startedAt >= soonestGivenUpMs;
  return [...named, ...gone, ...(isGivenUp ? givenUp : [])];
}

function rowOf({ release, facts }: ExpectationRequest): Pick<Expectation, 'row'> {
  if (release.end !== undefined || facts === undefined || release.kind === 'Job') return {};
  const { ready, wanted, isThere } = facts;
  const title = `${ready} of ${wanted} ${wanted === 1 ? 'pod' : 'pods'} on ${release.version}`;
  return { row: { mark: isThere ? '✓' : '✗', title } };
}

/** Whether what a card says is what is expected. */
export function isSameState(said: CardState, expected: CardState): boolean {
  const fields = Object.entries(expected).filter(([, value]) => !Number.isNaN(value));
  return fields.every(([key, value]) => Reflect.get(said, key) === value);
}
