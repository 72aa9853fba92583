import { describe, expect, it } from 'vitest';
import { codeOnly, placesOf, readProjectFile, typescriptFiles } from './source-files.ts';

const testFiles = typescriptFiles('test/').filter((path) => path.endsWith('.test.ts'));
const beginning = /^[ \t]*(?:it|test)(?:\.\w+)*\s*[(`]/;
/** A helper whose name begins with `expect` or `assert` counts too. */
const assertion = /\b(expect|assert)\w*\s*[.(<]|\.resolves\b|\bfc\.assert\b/;

/** The tests of a file, each as the text from its beginning to the next one's. */
function testsIn(path: string): { place: string; body: string }[] {
  const code = codeOnly(readProjectFile(path));
  const starts = [...code.matchAll(new RegExp(beginning, 'gm'))].map(({ index }) => index);

  return starts.map((start, position) => ({
    place: `${path}:${code.slice(0, start).split('\n').length}`,
    body: code.slice(start, starts[position + 1] ?? code.length),
  }));
}

describe('tests', () => {
  it('are found in every test file', () => {
    expect(testFiles.filter((path) => testsIn(path).length === 0)).toEqual([]);
  });

  it('assert something', () => {
    const silent = testFiles.flatMap(testsIn).filter(({ body }) => !assertion.test(body));

    expect(silent.map(({ place }) => place)).toEqual([]);
  });

  it('are all run', () => {
    const held = testFiles.flatMap((path) =>
      placesOf(
        path,
        codeOnly(readProjectFile(path)),
        /\b(it|test|describe)(\.\w+)*\.(skip|only|todo|fails)\b|\bx(it|describe)\(/,
      ),
    );

    expect(held, 'a test that is not run is not a test: mend it or delete it').toEqual([]);
  });

  it('do not replace modules', () => {
    const mocked = testFiles.flatMap((path) =>
      placesOf(path, codeOnly(readProjectFile(path)), /\bvi\.(mock|doMock|hoisted)\(/),
    );

    expect(mocked, 'pass what is replaced as a parameter, or stand in for it over HTTP').toEqual([]);
  });

  it('are beside the sources they are about', () => {
    const folders = new Set(typescriptFiles().map((path) => path.split('/').slice(0, -1).join('/')));
    const wholeBot =
      /^test\/(bot|repository|deploy|browser|fixtures|messages|handlers|sandbox|bench|chaos)(\/|$)/;

    const astray = testFiles
      .map((path) => path.split('/').slice(0, -1).join('/'))
      .filter((folder) => !wholeBot.test(folder) && !folders.has(folder.replace('test', 'src')));

    expect([...new Set(astray)], 'test/ mirrors src/').toEqual([]);
  });
});
