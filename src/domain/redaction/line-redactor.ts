import type { Hiding } from './finding.ts';
import { isHidden, markerOf } from './marker.ts';
import { isBeforeItsValue, isInsideNamedValue } from './named-value.ts';
import { createPrivateKeyFilter } from './private-key.ts';
import { type TellingName, tellingName } from './telling-name.ts';

export interface LineRedactor {
  /** The lines that are settled by this one: usually itself; none while a secret goes on, several when it ends. */
  push(line: string): readonly string[];
  /** What was held back; the redactor is then as new. */
  end(): readonly string[];
}

/** A quoted value may go over this many lines. */
const mostHeld = 8;
const blockOpening = /^(\s{0,60}(?:- )?)["']?([\w.-]{1,80})["']?:\s{1,4}[|>][+-]?\d?\s{0,4}$/;

/** Carries over lines what goes over lines: keys, quoted values, YAML blocks, a name above its value. */
export function createLineRedactor(redactLine: (line: string) => string, hiding: Hiding): LineRedactor {
  const keys = createPrivateKeyFilter(hiding.onHidden);
  let held: string[] = [];
  let block: Block | undefined;

  const release = (): readonly string[] => {
    const lines = held.map(redactLine);
    held = [];
    return lines;
  };

  const inBlock = (line: string, { indent, name, isShown }: Block): readonly string[] | undefined => {
    if (line.trim() !== '' && indentOf(line) <= indent) return undefined;
    if (isHidden(line)) return [line];
    if (line.trim() === '' || isShown) return [];
    block = { indent, name, isShown: true };
    hiding.onHidden(name.rule);
    return [`${line.slice(0, indentOf(line))}${markerOf(name.rule)}`];
  };

  const settle = (line: string): readonly string[] => {
    const hidden = block === undefined ? undefined : inBlock(line, block);
    if (hidden !== undefined) return hidden;
    block = blockOf(line);
    held.push(line);
    const text = held.join('\n');
    if (goesOn(line, text)) return held.length > mostHeld ? release() : [];
    held = [];
    return redactLine(text).split('\n');
  };

  return {
    push: (line) => keys.push(line).flatMap(settle),
    end() {
      const lines = [...keys.end().flatMap(settle), ...release()];
      block = undefined;
      return lines;
    },
  };
}

function goesOn(line: string, text: string): boolean {
  return isBeforeItsValue(line) || (/["'`]/.test(text) && isInsideNamedValue(text));
}

interface Block {
  readonly indent: number;
  readonly name: TellingName;
  readonly isShown: boolean;
}

function blockOf(line: string): Block | undefined {
  const [, before = '', key = ''] = (line.length > 250 ? null : blockOpening.exec(line)) ?? [];
  const name = tellingName(key);
  if (name === undefined || name.certainty === 'possible') return undefined;
  return { indent: before.length, name, isShown: false };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
