import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectFiles, readProjectFile } from './source-files.ts';

const pages = projectFiles().filter((path) => path.endsWith('.md'));
const manifest: { scripts: Record<string, string>; bin: Record<string, string> } = JSON.parse(
  readProjectFile('package.json'),
);

/** npm's own verbs that need no script, and those that are a script by another name. */
const builtIn = ['ci', 'install', 'i', 'exec', 'pack', 'version', 'audit', 'ls', 'run'];

function commandsIn(page: string): string[] {
  const inCode = readProjectFile(page).match(/```[\s\S]*?```|`[^`\n]+`/g) ?? [];

  return inCode.flatMap((code) =>
    [...code.matchAll(/\bnpm (?:run (?:-s |--silent )?)?([a-z][a-z:-]*)/g)].map(([, name]) => name ?? ''),
  );
}

describe('pages', () => {
  it('show every picture that is kept for them', () => {
    const pictures = readdirSync('docs').filter((name) => name.endsWith('.png'));
    const text = pages.map(readProjectFile).join('\n');

    expect(pictures.length).toBeGreaterThan(0);
    expect(pictures.filter((name) => !text.includes(`docs/${name}`))).toEqual([]);
  });

  it.each(pages)('%s names commands that package.json has', (page) => {
    const unknown = commandsIn(page).filter((name) => !(name in manifest.scripts) && !builtIn.includes(name));

    expect(unknown).toEqual([]);
  });

  it.each(pages)('%s links to files that exist', (page) => {
    const files = projectFiles();
    const folder = page.split('/').slice(0, -1);
    const links = [...readProjectFile(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      ([, link]) => link ?? '',
    );

    const broken = links.filter((link) => {
      const path = new URL(link, `file:///${[...folder, ''].join('/')}`).pathname.slice(1).replace(/\/$/, '');
      return !files.some((file) => file === path || file.startsWith(`${path}/`));
    });

    expect(broken).toEqual([]);
  });
});

describe('package.json', () => {
  it('starts files that exist', () => {
    const files = projectFiles();
    const named = [...Object.values(manifest.scripts), ...Object.values(manifest.bin)]
      .flatMap((script) => script.match(/[\w./-]+\.ts\b/g) ?? [])
      .map((path) => path.replace(/^\.\//, ''));

    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !files.includes(path))).toEqual([]);
  });
});
