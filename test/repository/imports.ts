import { posix } from 'node:path';
import { placesOf, readProjectFile, withoutComments } from './source-files.ts';

export interface Import {
  /** The importing file with its line: `src/main.ts:3`. */
  readonly place: string;
  /** A file of the project from its root, or the name of a package. */
  readonly target: string;
  readonly isOwn: boolean;
}

const statement =
  /^\s*(?:import|export)\b[^'";]*?\bfrom\s*'[^']+'|^\s*import\s*'[^']+'|\bimport\(\s*'[^']+'\s*\)/;

/** What a file imports, statically and late, types included: a type is a dependency of the reader too. */
export function importsOf(path: string): Import[] {
  return placesOf(path, withoutComments(readProjectFile(path)), statement).map((found) => {
    const [place = ''] = found.split(' ');
    const specifier = /'([^']+)'/.exec(found)?.[1] ?? '';
    const isOwn = specifier.startsWith('.');

    return { place, isOwn, target: isOwn ? posix.join(posix.dirname(path), specifier) : specifier };
  });
}
