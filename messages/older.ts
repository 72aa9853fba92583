import type { Problem, ProblemReason } from '../src/domain/problem/problem.ts';
import { pods, versionName } from './names.ts';
import { problemCause, problemSentence } from './problem.ts';

export interface OlderVersion {
  /** Of the version that has the problem. */
  readonly label: string;
  /** Of the version that the message is about. */
  readonly versionLabel: string;
  /** Of the one that ran before it. */
  readonly previousLabel: string | undefined;
  /** Whether the new version has problems of its own. */
  readonly isToo: boolean;
}

const crashes: ReadonlySet<ProblemReason> = new Set(['CrashLoopBackOff', 'OOMKilled']);

/**
 * `2 pods of v42, the version before, crash too: payments-api exits with code 1, an error of its own.` Nobody should
 * take it for the new version's fault, nor roll back to what crashes, too.
 */
export function olderSentence(problem: Problem, version: OlderVersion): string {
  const which = whichVersion(version);
  const too = version.isToo ? ' too' : '';
  if (crashes.has(problem.reason)) {
    const verb = problem.pods === 1 ? 'crashes' : 'crash';
    return `${pods(problem.pods)} of ${which} ${verb}${too}: ${problemCause(problem, version.label)}`;
  }
  return `${which} has trouble${too}: ${problemSentence(problem, version.label)}`;
}

/** A restart and a new configuration have the same name as what they replace. */
function whichVersion({ label, versionLabel, previousLabel }: OlderVersion): string {
  const name = versionName(label);
  if (label === versionLabel) return `${name} from before`;
  return label === previousLabel ? `${name}, the version before,` : `${name}, an older version,`;
}
