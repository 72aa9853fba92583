import { describe, expect, it } from 'vitest';
import { codeOnly, placesOf, readProjectFile, typescriptFiles } from './source-files.ts';

const impure: Readonly<Record<string, RegExp>> = {
  'the clock': /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/,
  randomness: /\bMath\.random\b|\bcrypto\.(random|get)\w+/,
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

describe('the environment', () => {
  it('is read where the program begins, and nowhere else', () => {
    const entries = /^(src\/cli\.ts|src\/config\/|sandbox\/main\.ts|bench\/main\.ts|vitest\.config\.ts)/;

    const found = typescriptFiles('src/', 'handlers/', 'messages/', 'sandbox/', 'bench/')
      .filter((path) => !entries.test(path))
      .flatMap((path) => placesOf(path, codeOnly(readProjectFile(path)), /\bprocess\.env\b/));

    expect(found, 'make it a key of the configuration (src/config/schema.ts)').toEqual([]);
  });
});
