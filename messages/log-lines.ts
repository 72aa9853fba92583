import type { LogResult, LogTail } from '../src/domain/log/log.ts';
import { bold } from './kit/inline.ts';
import { paragraph, preformatted, type RichPart } from './kit/rich-text.ts';
import { truncate, truncateStart } from './kit/truncate.ts';
import { containerWithRole, foreignWords } from './names.ts';
import { counted } from './quantity.ts';

export interface LogSize {
  readonly lines: number;
  readonly characters: number;
}

/** What the container said last, or why nobody knows. The newest lines are kept: they tell the cause. */
export function logParts(log: LogResult | undefined, size: LogSize): readonly (RichPart | undefined)[] {
  if (log === undefined) return [];
  if (log.kind === 'none') return [paragraph([foreignWords(log.because, 500)])];
  const code = preformatted(lastLines(log.tail.lines, size));
  if (code === undefined) return [paragraph(['The container wrote no log.'])];
  return [paragraph([bold(`${introOf(log.tail)}${hiddenNote(log.tail.hidden)}:`)]), code];
}

/** `Last lines before it died`, `Last lines of sidecar proxy before it died` */
function introOf({ isPrevious, container, role }: LogTail): string {
  const whose = container === undefined ? '' : ` of ${containerWithRole({ container, role })}`;
  return `Last lines${whose}${isPrevious ? ' before it died' : ''}`;
}

/** ` (2 secrets hidden)` */
function hiddenNote(count = 0): string {
  return count === 0 ? '' : ` (${counted(count, 'secret')} hidden)`;
}

function lastLines(lines: readonly string[], size: LogSize): string {
  const kept: string[] = [];
  let room = size.characters;
  for (const line of lines.slice(-size.lines).toReversed()) {
    const shown = line.length > room && kept.length === 0 ? shorten(line, room) : line;
    if (shown.length > room) break;
    kept.unshift(shown);
    room -= shown.length + 1;
  }
  return kept.join('\n');
}

/** Beginning and end of one endless line: the one names the cause, the other is where it stopped. */
function shorten(line: string, room: number): string {
  const half = Math.floor(room / 2);
  return `${truncate(line, half)}${truncateStart(line, half)}`;
}
