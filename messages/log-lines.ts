import type { LogResult } from '../src/domain/log/log.ts';
import { bold } from './kit/inline.ts';
import { paragraph, preformatted, type RichPart } from './kit/rich-text.ts';
import { truncate, truncateStart } from './kit/truncate.ts';
import { foreignWords } from './names.ts';

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
  const intro = log.tail.isPrevious ? 'Last lines before it died' : 'Last lines';
  return [paragraph([bold(`${intro}${hiddenNote(log.tail.hidden)}:`)]), code];
}

/** ` (2 secrets hidden)` */
function hiddenNote(count = 0): string {
  if (count === 0) return '';
  return count === 1 ? ' (1 secret hidden)' : ` (${count} secrets hidden)`;
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
