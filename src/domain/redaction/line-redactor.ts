import type { Hiding } from './finding.ts';
import { hideFindings, isHidden, markerOf } from './marker.ts';
import { isBeforeItsValue, isInsideNamedValue } from './named-value.ts';
import { createPrivateKeyFilter } from './private-key.ts';
import { type TellingName, tellingName } from './telling-name.ts';
import { type NameAbove, nameAtEnd, valueBelow } from './value-below.ts';

export interface LineRedactor {
  /** The lines that are settled by this one: usually itself; none while a secret goes on, several when it ends. */
  push(line: string): readonly string[];
  /** What was held back; the redactor is then as new. */
  end(): readonly string[];
}

/** A quoted value may go over this many lines. */
const mostHeld = 8;
/** With a tag (`!vault`), an anchor and a comment, as YAML has them. */
const blockOpening =
  /^(\s{0,60}(?:- )?)["']?([\w.-]{1,80})["']?:\s{1,4}(?:[!&][\w!/.-]{1,40}\s{1,4}){0,2}[|>][+-]?\d?[+-]?\s{0,4}(?:#.{0,100})?$/;

/** Carries over lines what goes over lines: keys, quoted values, YAML blocks, a name above its value. */
export function createLineRedactor(redactLine: (line: string) => string, hiding: Hiding): LineRedactor {
  const keys = createPrivateKeyFilter(hiding.onHidden);
  let held: string[] = [];
  let block: Block | undefined;
  let above: NameAbove | undefined;
  let isBelowBlank = false;

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

  const belowName = (line: string, name: NameAbove): readonly string[] | undefined => {
    const below = valueBelow(line, name);
    if (below.kind === 'blank') {
      above = isBelowBlank ? undefined : name;
      isBelowBlank = true;
      return [line];
    }
    // The items of a list are values one and all.
    if (below.kind === 'other' || !/^\s*- /.test(line)) above = undefined;
    if (below.kind !== 'value') return undefined;
    const { start, end } = below.span;
    const finding = { rule: name.name.rule, start, end };
    return [hideFindings(line, [finding], hiding)];
  };

  const settle = (line: string): readonly string[] => {
    const hidden =
      (block === undefined ? undefined : inBlock(line, block)) ??
      (above === undefined ? undefined : belowName(line, above));
    if (hidden !== undefined) return hidden;
    block = blockOf(line);
    above = block === undefined && held.length === 0 ? nameAtEnd(line) : undefined;
    isBelowBlank = false;
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
      above = undefined;
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
