import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOnly, placesOf, projectFiles, readProjectFile, typescriptFiles } from './source-files.ts';

const sourceFiles = projectFiles().filter((path) => /\.(ts|js|mjs|css|html)$/.test(path));

describe('files', () => {
  it('have at most 300 lines', () => {
    const long = sourceFiles
      .map((path) => ({ path, lines: readProjectFile(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300)
      .map(({ path, lines }) => `${path} has ${lines} lines`);

    expect(long, 'one concept a file: which second one is in here?').toEqual([]);
  });

  it('are named for what is in them', () => {
    const nameless = sourceFiles.filter((path) =>
      /^(utils?|helpers?|common|types?|misc|constants)\./.test(basename(path)),
    );

    expect(nameless, 'name the file for its one concept').toEqual([]);
  });

  it('have names in kebab-case', () => {
    const names = typescriptFiles().filter((path) => !/^[a-z0-9]+([.-][a-z0-9]+)*\.ts$/.test(basename(path)));

    expect(names).toEqual([]);
  });

  it('are of a size that can be read', () => {
    const lengths = typescriptFiles('src/', 'handlers/', 'messages/')
      .map((path) => readProjectFile(path).split('\n').length)
      .sort((left, right) => left - right);

    expect(lengths[Math.floor(lengths.length / 2)], 'median lines of a source file').toBeLessThanOrEqual(90);
  });
});

const escapes: Readonly<Record<string, RegExp>> = {
  'the type any': /(:|\bas|<|,|\|)\s*any\b(?!\s*\()(?=[\s,;)>\]|=&[]|$)/,
  'a non-null assertion': /[\w)\]]!(\.|\[|;|,|\))/,
  'an enum or a namespace': /^(export )?(const )?enum \w|^(export )?namespace \w/,
  'a default export': /^export default /,
};

describe('types', () => {
  it.each(Object.entries(escapes))('are not escaped from by %s', (_what, pattern) => {
    const found = typescriptFiles()
      .filter((path) => path !== 'vitest.config.ts')
      .flatMap((path) => placesOf(path, codeOnly(readProjectFile(path)), pattern));

    expect(found, 'parse what comes from outside with a schema; narrow with a check').toEqual([]);
  });

  it('are not silenced by a comment', () => {
    const found = typescriptFiles().flatMap((path) =>
      placesOf(path, readProjectFile(path), /^\s*\/[/*]\s*@ts-(ignore|expect-error|nocheck)/),
    );

    expect(found).toEqual([]);
  });
});
