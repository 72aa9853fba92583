import type { DigestLine, LineState } from '../../src/domain/quiet/digest-line.ts';
import { moment } from '../kit/date.ts';
import { singleLine } from '../kit/escape.ts';
import { type Inline, link, strike } from '../kit/inline.ts';
import { environmentName, serviceName, versionName } from '../names.ts';
import { problemCause } from '../problem.ts';

export interface LinkedLine extends DigestLine {
  /** Where its card is; absent while that is not posted. */
  readonly url?: string;
}

/** Never a colour or a sign alone: the words say it, too. */
const marks: Readonly<Record<LineState, string>> = {
  failing: '✗',
  'seen-to': '↩',
  recovered: '✓',
  left: '○',
};

const longestReason = 160;

/** `✗ orders in prod · v12 · since today at 14:02 · orders exits with code 1.` */
export function lineOfDigest(
  line: DigestLine & Pick<LinkedLine, 'url'>,
  { isExplained }: { readonly isExplained: boolean },
): readonly Inline[] {
  const name = isOver(line) ? strike(plainName(line)) : nameOfLine(line);
  return [`${marks[line.state]} `, name, ` · ${versionName(line.version)}`, ...standing(line, isExplained)];
}

export function isOver({ state }: DigestLine): boolean {
  return state === 'recovered' || state === 'left';
}

/** `orders in prod`, as the way to its card. */
export function nameOfLine(line: DigestLine & Pick<LinkedLine, 'url'>): Inline {
  return link(line.url, plainName(line));
}

function plainName({ service, environment }: DigestLine): string {
  const where = environment === undefined ? '' : ` in ${environmentName(environment)}`;
  return `${serviceName(service)}${where}`;
}

function standing(line: DigestLine, isExplained: boolean): readonly Inline[] {
  const { state, since, environment } = line;
  switch (state) {
    case 'failing':
      return [
        environment === undefined ? ' · the build failed ' : ' · since ',
        moment(since),
        ...(isExplained ? [] : reason(line)),
      ];
    case 'seen-to':
      return [' · is being rolled back'];
    case 'recovered':
      return [' · recovered'];
    case 'left':
      return [' · is not running any more'];
    default:
      return state satisfies never;
  }
}

function reason({ problem, version }: DigestLine): readonly Inline[] {
  if (problem === undefined) return [];
  return [` · ${singleLine(problemCause(problem, version), longestReason)}`];
}
