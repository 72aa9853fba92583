import { describe, expect, it } from 'vitest';
import { codeOnly, placesOf, readProjectFile, typescriptFiles } from './source-files.ts';

const impure: Readonly<Record<string, RegExp>> = {
  'the clock': /\bDate\.now\b|\bDate\(\s*\)|\bnew Date\b(?!\s*\()|\bperformance\.now\b|\bTemporal\.Now\b/,
  randomness:
    /\bMath\.random\b|\bcrypto\.(random|get)\w+|\brandom(UUID|Bytes|Int|Fill|FillSync)\b|\bgetRandomValues\b/,
  'the process': /\bprocess\.\w+/,
  'the console': /\bconsole\.\w+/,
  timers: /\bset(Timeout|Interval|Immediate)\(/,
  'the network': /\bfetch\(/,
};

describe('domain/ and messages/', () => {
  it.each(Object.entries(impure))('do not touch %s', (_what, pattern) => {
    const found = typescriptFiles('src/domain/', 'messages/').flatMap((path) =>
      placesOf(path, codeOnly(readProjectFile(path)), pattern),
    );

    expect(found, 'take it as a parameter').toEqual([]);
  });
});

describe('what is looked for', () => {
  it.each([
    ['the clock', 'const now = new Date();'],
    ['the clock', 'const now = new Date( );'],
    ['the clock', 'const now = new Date;'],
    ['the clock', 'const now = Date();'],
    ['the clock', 'const now = Date.now();'],
    ['the clock', 'const read = Date.now;'],
    ['randomness', "import { randomUUID } from 'node:crypto';"],
    ['randomness', 'const id = randomUUID();'],
    ['randomness', 'const id = randomBytes(8);'],
    ['randomness', 'const id = crypto.randomUUID();'],
    ['randomness', 'const luck = Math.random();'],
  ])('%s is found in %s', (what, code) => {
    expect(codeOnly(code)).toMatch(impure[what] ?? /^$/);
  });

  it.each([
    'const time = new Date(timestamp);',
    'const time: Date = given;',
    'const words = "new Date()";',
    '// Date.now() would not be pure',
  ])('nothing is found in %s', (code) => {
    for (const pattern of Object.values(impure)) expect(codeOnly(code)).not.toMatch(pattern);
  });
});

describe('the environment', () => {
  it('is read where the program begins, and nowhere else', () => {
    const entries = /^(src\/cli\.ts|src\/config\/|sandbox\/main\.ts|bench\/main\.ts|vitest\.config\.ts)/;

    const found = typescriptFiles('src/', 'handlers/', 'messages/', 'sandbox/', 'bench/')
      .filter((path) => !entries.test(path))
      .flatMap((path) => placesOf(path, codeOnly(readProjectFile(path)), /\bprocess\.env\b/));

    expect(found, 'make it a key of the configuration (src/config/schema.ts)').toEqual([]);
  });
});
