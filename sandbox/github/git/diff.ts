import type { Files, ObjectStore } from './objects.ts';

export interface FileDifference {
  readonly filename: string;
  readonly status: 'added' | 'removed' | 'modified';
  readonly sha: string;
  readonly patch?: string;
}

export function differences(store: ObjectStore, before: Files, after: Files): FileDifference[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths.flatMap((filename): FileDifference[] => {
    const [old, now] = [before.get(filename), after.get(filename)];
    if (old?.sha === now?.sha) return [];
    const status = old === undefined ? 'added' : now === undefined ? 'removed' : 'modified';
    const text = (sha: string | undefined) => (sha === undefined ? '' : (store.blob(sha)?.toString() ?? ''));
    const patch = patchOf(linesOf(text(old?.sha)), linesOf(text(now?.sha)));
    return [{ filename, status, sha: now?.sha ?? old?.sha ?? '', patch }];
  });
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** One hunk with all lines: shorter ones would say no more. */
function patchOf(before: readonly string[], after: readonly string[]): string {
  const common = longestCommon(before, after);
  const lines: string[] = [];
  let [left, right] = [0, 0];
  for (const line of [...common, undefined]) {
    while (left < before.length && before[left] !== line) lines.push(`-${before[left++]}`);
    while (right < after.length && after[right] !== line) lines.push(`+${after[right++]}`);
    if (line === undefined) break;
    lines.push(` ${line}`);
    left += 1;
    right += 1;
  }
  return [`@@ -1,${before.length} +1,${after.length} @@`, ...lines].join('\n');
}

function longestCommon(before: readonly string[], after: readonly string[]): readonly string[] {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const isSame = before[row] === after[column];
      const best = isSame ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
      lengths[row]?.splice(column, 1, best);
    }
  }
  const common: string[] = [];
  let [row, column] = [0, 0];
  while (row < before.length && column < after.length) {
    if (before[row] === after[column]) {
      common.push(before[row] ?? '');
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return common;
}
