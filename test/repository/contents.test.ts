import { describe, expect, it } from 'vitest';
import { placesOf, projectFiles, readProjectFile } from './source-files.ts';

const textFiles = projectFiles().filter(
  (path) => path !== 'package-lock.json' && !/\.(png|jpg|gif|ico|woff2?|pdf)$/.test(path),
);

const publicRegistry = ['registry', 'npmjs', 'org'].join('.');

/** The brackets around a letter keep this file from finding itself. */
const foreign: Readonly<Record<string, RegExp>> = {
  'a path of one machine':
    /(?<![\w.}])[/](home|Users)[/][a-z]\w+|(?<![\w.}])[/](work|root)[/]\w|[/]tmp[/][a-z]\w+/,
  'a host of packages':
    /\b(registr[y]|npm|mirror|proxy|artifactor[y]|nexus|verdacci[o])[\w-]*\.(?!k8s\.io|example\b)[\w-]+\.(com|org|net|io|dev|internal|local)\b/,
  'a token or a key': /xox[abp]-\d{6,}|gh[ps]_\w{20}|AKI[A][0-9A-Z]{16}|-----BEGI[N] \w* ?PRIVATE/,
};

describe('contents', () => {
  it.each(Object.entries(foreign))('have nothing of %s', (_what, pattern) => {
    const found = textFiles.flatMap((path) => placesOf(path, readProjectFile(path), pattern));

    expect(found).toEqual([]);
  });

  it('resolve packages from the public registry, or leave it to npm', () => {
    const hosts = [...readProjectFile('package-lock.json').matchAll(/"resolved": "https?:\/\/([^/"]+)/g)].map(
      ([, host]) => host,
    );

    expect([...new Set(hosts)].filter((host) => host !== publicRegistry)).toEqual([]);
  });

  it('name no registry that npm should use', () => {
    const found = textFiles
      .filter((path) => /(^|\/)(\.npmrc|package\.json|Dockerfile|run|\.yarnrc.*)$/.test(path))
      .flatMap((path) => placesOf(path, readProjectFile(path), /registry\s*=|--registry|"publishConfig"/));

    expect(found, 'whoever installs Shipmate chooses the registry').toEqual([]);
  });
});
