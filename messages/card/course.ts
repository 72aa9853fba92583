import type { Rollout } from '../../src/domain/release/card.ts';
import type { Analysis, Particulars } from '../../src/domain/rollout/particulars.ts';
import { runsToAnEnd } from '../../src/domain/rollout/workload.ts';
import { moment } from '../kit/date.ts';
import { took } from '../kit/duration.ts';
import { singleLine } from '../kit/escape.ts';
import type { Inline } from '../kit/inline.ts';
import { podsOn, versionName } from '../names.ts';

/** How far a rollout has come, in the words of its kind: for its row and, where it is alone, for the headline. */
export function courseWords(rollout: Rollout, versionLabel: string): readonly string[] {
  const { counts, particulars } = rollout;
  if (particulars?.kind === 'job') return [jobWords(rollout, particulars)];
  if (runsToAnEnd(rollout.workload)) return ['job'];
  // Of what nobody saw, no pod was counted.
  if (rollout.isUnseen === true) return ['not seen'];
  return [podsOn(counts, versionName(versionLabel)), ...strategyWords(rollout)];
}

/** `step 2 of 5`, `20 % of traffic`: while they say something. */
export function strategyWords({ status, particulars }: Rollout): readonly string[] {
  if (particulars === undefined || particulars.kind === 'job') return [];
  if (particulars.isAborted) return status === 'failed' || status === 'failing' ? ['aborted'] : [];
  if (status !== 'progressing' && status !== 'paused' && status !== 'failing') return [];
  if (particulars.kind === 'blue-green') {
    return [particulars.isActive ? 'has the live traffic' : 'has no live traffic yet'];
  }
  const { step, steps, weight } = particulars;
  return [
    ...(steps === 0 ? [] : [`step ${step} of ${steps}`]),
    ...(weight === undefined ? [] : [`${weight} % of traffic`]),
  ];
}

type JobParticulars = Extract<Particulars, { kind: 'job' }>;

/** `job done in 40 s`, `job failed: BackoffLimitExceeded`; a CronJob's are told apart by their names. */
function jobWords({ status, workload }: Rollout, particulars: JobParticulars): string {
  const own = singleLine(particulars.name, 63);
  const name = own === '' || particulars.name === workload.name ? '' : ` ${own}`;
  const { startedAt, finishedAt } = particulars;
  const because = singleLine(particulars.reason ?? '', 60);
  const time = startedAt === undefined || finishedAt === undefined ? '' : took(finishedAt - startedAt);
  switch (status) {
    case 'complete':
      return `job${name} done${time === '' ? '' : ` in ${time}`}`;
    case 'failed':
      return `job${name} failed${because === '' ? '' : `: ${because}`}`;
    case 'paused':
      return `job${name} suspended`;
    case 'failing':
      return `job${name} cannot start`;
    case 'progressing':
      return `job${name} runs`;
    default:
      return `job${name}`;
  }
}

export const abortedSentence = 'The rollout was aborted: the traffic goes to the stable version.';

/** Why an Argo Rollout does not go on, and what lets it; undefined for other kinds. */
export function strategyPause({ particulars, workload }: Rollout): readonly Inline[] | undefined {
  if (particulars === undefined || particulars.kind === 'job') return undefined;
  const { analysis, resumesAt } = particulars;
  const promote = `kubectl argo rollouts promote ${singleLine(workload.name, 63)} -n ${singleLine(workload.namespace, 63)} lets it go on`;
  if (analysis?.status === 'Inconclusive') return [`${analysisWords(analysis)} ${promote}.`];
  return [
    pausedWhere(particulars),
    ...(resumesAt === undefined
      ? [`. ${promote}.`]
      : ['; it goes on by itself ', moment(resumesAt), `. ${promote} now.`]),
  ];
}

function pausedWhere(particulars: Exclude<Particulars, { kind: 'job' }>): string {
  if (particulars.kind === 'blue-green') {
    return particulars.isActive
      ? 'Paused after the switch'
      : 'Paused before the switch: the preview gets no live traffic';
  }
  const { step, steps, weight } = particulars;
  const at = steps === 0 ? 'Paused' : `Paused at step ${step} of ${steps}`;
  return `${at}${weight === undefined ? '' : `, ${weight} % of traffic`}`;
}

/** `Analysis success-rate is inconclusive: …` */
export function analysisWords({ name, status, message }: Analysis): string {
  const words = singleLine(message, 300);
  return `Analysis ${singleLine(name, 100) || 'without a name'} ${analysisStatus(status)}${words === '' ? '' : `: ${words.replace(/\.$/, '')}`}.`;
}

function analysisStatus(status: string): string {
  switch (status) {
    case 'Inconclusive':
      return 'is inconclusive';
    case 'Failed':
      return 'failed';
    case 'Error':
      return 'could not be carried out';
    default:
      return 'is running';
  }
}
