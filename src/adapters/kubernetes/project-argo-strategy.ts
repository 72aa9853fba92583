import type {
  AnalysisSnapshot,
  ArgoRolloutSnapshot,
  CanaryStep,
} from '../../domain/rollout/workload-snapshot.ts';
import { goDuration } from './go-duration.ts';
import type { Intern } from './intern.ts';
import { integerOf, isObject, type JsonObject, listOf, objectOf, textOf, timeOf } from './json-field.ts';

type Strategy = Pick<ArgoRolloutSnapshot, 'strategy' | 'steps' | 'stepIndex' | 'autoPromotionMs'>;

/** The strategy, its steps, and how many of them are done. */
export function projectSteps(strategy: JsonObject, index: unknown, intern: Intern): Strategy {
  const { canary, blueGreen } = strategy;
  if (isObject(blueGreen)) return { strategy: 'blue-green', steps: [], ...autoPromotion(blueGreen) };
  if (!isObject(canary)) return { strategy: 'unknown', steps: [] };
  const steps = listOf(canary['steps'])
    .filter(isObject)
    .map((step) => projectStep(step, intern));
  const hasIndex = steps.length > 0 && typeof index === 'number';
  return { strategy: 'canary', steps, ...(hasIndex ? { stepIndex: Math.max(0, integerOf(index)) } : {}) };
}

/** `autoPromotionEnabled: false` waits for a person, whatever the seconds say. */
function autoPromotion({ autoPromotionEnabled, autoPromotionSeconds }: JsonObject): Partial<Strategy> {
  const autoPromotionMs = autoPromotionEnabled === false ? undefined : goDuration(autoPromotionSeconds);
  return autoPromotionMs === undefined ? {} : { autoPromotionMs };
}

/** A step is an object with one field, which names its kind. */
function projectStep(step: JsonObject, intern: Intern): CanaryStep {
  const [kind = ''] = Object.keys(step);
  const weight = step['setWeight'];
  const pauseMs = goDuration(objectOf(step['pause'])['duration']);
  return {
    kind: intern(kind),
    ...(typeof weight === 'number' ? { weight: integerOf(weight) } : {}),
    ...(pauseMs === undefined ? {} : { pauseMs }),
  };
}

/** Why the controller does not go on, and since when. */
export function projectPauses(
  value: unknown,
  intern: Intern,
): Pick<ArgoRolloutSnapshot, 'pauseReasons' | 'pausedAt'> {
  const pauses = listOf(value).filter(isObject);
  const starts = pauses.map(({ startTime }) => timeOf(startTime)).filter((at) => at > 0);
  return {
    pauseReasons: pauses.map(({ reason }) => intern(textOf(reason))),
    pausedAt: starts.length === 0 ? 0 : Math.min(...starts),
  };
}

/** The analysis runs that the status speaks of, those of a step first. */
export function projectAnalyses(canary: JsonObject, blueGreen: JsonObject): readonly AnalysisSnapshot[] {
  return [
    canary['currentStepAnalysisRunStatus'],
    canary['currentBackgroundAnalysisRunStatus'],
    blueGreen['prePromotionAnalysisRunStatus'],
    blueGreen['postPromotionAnalysisRunStatus'],
  ]
    .filter(isObject)
    .map(({ name, status, message }) => ({
      name: textOf(name),
      status: textOf(status),
      message: textOf(message).slice(0, 4_096),
    }));
}
