import type { ProbeFailure } from '../src/domain/problem/probe-failure.ts';
import type { Problem } from '../src/domain/problem/problem.ts';
import { howItEnded } from './exit-code.ts';
import { moreOfTheLog, type Place } from './kubectl.ts';
import { foreignWords } from './names.ts';
import { killingProbe, probeName } from './probe.ts';
import { memoryQuantity } from './quantity.ts';
import { type Tense, told } from './tense.ts';

export function crashSentence(problem: Problem, container: string, tense: Tense): string {
  const { probe, probeFailure, exitCode } = problem;
  if (probe !== undefined && probeFailure !== undefined) {
    const code = exitCode === undefined ? '' : `, exit code ${exitCode}`;
    return `${container} ${told(tense, 'is', 'was')} killed because its ${killingProbe(probe, probeFailure, tense)}${code}.`;
  }
  const end = howItEnded(problem);
  const left = /^back-off /i.test(problem.message) ? '' : foreignWords(problem.message, 300);
  const sentence =
    end === undefined
      ? `${container} ${told(tense, 'keeps', 'kept')} crashing.`
      : `${container} ${told(tense, 'exits', 'exited')} with ${end}.`;
  return left === '' ? sentence : `${sentence.slice(0, -1)}, saying “${left}”.`;
}

export function crashHint(problem: Problem, container: string, place: Place): string {
  const { exitCode, probe, probeFailure } = problem;
  if (probeFailure !== undefined) return killHint(probeFailure, container);
  switch (exitCode) {
    case 0:
      return `Try: let ${container} run in the foreground, or make it a Job.`;
    case 126:
    case 127:
      return `Try: check the command of ${container}, and that the image has it.`;
    case 132:
      return 'Try: build the image for the CPU type of the nodes.';
    case 139:
      return 'Try: look at the native code and libraries that this version changed.';
    case 137:
    case 143: {
      const named = probe === undefined ? '' : ` (${probeName(probe)})`;
      return `Try: check the liveness probe of ${container}${named}; it may need more time to start.`;
    }
    default:
      return moreOfTheLog(problem, place, { isPrevious: true });
  }
}

function killHint({ purpose, answer }: ProbeFailure, container: string): string {
  if (purpose === 'startup') {
    return `Try: raise failureThreshold of the startup probe, if ${container} only needs more time to start.`;
  }
  return answer.kind === 'status' || answer.kind === 'words'
    ? 'Try: make the check by hand from within the pod; a liveness probe should not depend on other services.'
    : `Try: add a startup probe or raise timeoutSeconds, if ${container} only needs more time.`;
}

export function memorySentence({ memoryLimit, exitCode }: Problem, container: string): string {
  const limit =
    memoryLimit === undefined
      ? 'more memory than it may'
      : `more than its ${memoryQuantity(memoryLimit)} of memory`;
  return `${container} was killed for using ${limit}${exitCode === undefined ? '' : `, exit code ${exitCode}`}.`;
}
