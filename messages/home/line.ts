import type { LinkedLine } from '../home.ts';
import { moment } from '../kit/date.ts';
import { singleLine } from '../kit/escape.ts';
import { type Inline, link } from '../kit/inline.ts';
import { environmentName, serviceName, teamName, versionName } from '../names.ts';
import { problemCause } from '../problem.ts';

type Of<Kind extends LinkedLine['kind']> = Extract<LinkedLine, { kind: Kind }>;

export interface LineStyle {
  /** Whether who reads it owns the service: then whose it is goes without saying, and why it fails does not. */
  readonly isOwn: boolean;
}

const longestReason = 160;

/** `✗ orders v12 in prod · since today at 14:02 · orders exits with code 1` */
export function redLine(line: Of<'red'>, style: LineStyle): readonly Inline[] {
  const { environment, since, isSeenTo, problem, version } = line;
  if (isSeenTo) return ['↩ ', ...nameOf(line), ' · is being rolled back', ...whose(line, style)];
  const words = environment === undefined ? ' · its build failed, begun ' : ' · since ';
  const cause =
    problem === undefined || !style.isOwn ? '' : problemCause(problem, version).replace(/\.$/, '');
  return [
    '✗ ',
    ...nameOf(line),
    words,
    moment(since),
    ...(cause === '' ? [] : [` · ${singleLine(cause, longestReason)}`]),
    ...whose(line, style),
  ];
}

/** `▸ orders v13 in prod · rolling out since today at 14:02 · Ada` */
export function movingLine(line: Of<'moving'>, style: LineStyle): readonly Inline[] {
  return ['▸ ', ...nameOf(line), ...stageWords(line), ...whose(line, style)];
}

function stageWords({ stage, since }: Of<'moving'>): readonly Inline[] {
  switch (stage) {
    case 'building':
      return [' · building since ', moment(since)];
    case 'built':
      return [' · built, its rollout has not started yet'];
    case 'rolling-out':
      return [' · rolling out since ', moment(since)];
    default:
      return stage satisfies never;
  }
}

const ends: Readonly<Record<Of<'ended'>['how'], { readonly mark: string; readonly words: string }>> = {
  succeeded: { mark: '✓', words: 'live' },
  'rolled-back': { mark: '↩', words: 'rolled back' },
  failed: { mark: '✗', words: 'failed' },
  'timed-out': { mark: '✗', words: 'timed out' },
};

/** `✓ orders v12 in prod · live today at 14:02 · Ada` */
export function endedLine(line: Of<'ended'>, style: LineStyle): readonly Inline[] {
  const { mark, words } = ends[line.how];
  return [`${mark} `, ...nameOf(line), ` · ${words} `, moment(line.at), ...whose(line, style)];
}

function nameOf({ service, version, environment, url }: LinkedLine): readonly Inline[] {
  const where = environment === undefined ? '' : ` in ${environmentName(environment)}`;
  return [link(url, `${serviceName(service)} ${versionName(version)}`), where];
}

/** Whose change it is, and whose service where that is not one's own. */
function whose({ author, team }: LinkedLine, { isOwn }: LineStyle): readonly Inline[] {
  const names = [singleLine(author ?? '', 60), isOwn || team === undefined ? '' : teamName(team)];
  return names.filter((name) => name !== '').map((name) => ` · ${name}`);
}
