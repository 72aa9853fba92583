import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';
import { readProjectFile, typescriptFiles } from './source-files.ts';

/** Which room a file is in; the first match counts. */
const rooms: readonly (readonly [string, RegExp])[] = [
  ['domain', /^src\/domain\//],
  ['ports', /^src\/ports(\.ts$|\/)/],
  ['errors', /^src\/(errors|reference|nearest)\.ts$/],
  ['app', /^src\/app\//],
  ['adapters', /^src\/adapters\//],
  ['http', /^src\/http\//],
  ['config', /^src\/config\//],
  ['main', /^src\/main(\.ts$|\/)/],
  ['logger', /^src\/logger\.ts$/],
  ['cli', /^src\/cli(\.ts$|\/)/],
  ['messages', /^messages\//],
  ['handlers', /^handlers\//],
  ['sandbox', /^sandbox\//],
  ['bench', /^bench\//],
  ['test', /^test\//],
  ['data', /^(package\.json|vitest\.config\.ts)$/],
];

const anything = rooms.map(([room]) => room);

/** Room → what its files may import. Drawn in ARCHITECTURE.md; a new arrow is a decision, not a convenience. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain'],
  errors: [],
  ports: ['domain', 'ports'],
  messages: ['domain', 'messages'],
  app: ['domain', 'ports', 'errors', 'messages', 'app'],
  handlers: ['domain', 'ports', 'errors', 'messages', 'app', 'handlers'],
  adapters: ['domain', 'ports', 'errors', 'adapters'],
  http: ['ports', 'errors', 'app', 'handlers', 'http'],
  logger: ['ports', 'config'],
  config: ['errors', 'config'],
  main: [
    'domain',
    'ports',
    'errors',
    'messages',
    'app',
    'handlers',
    'adapters',
    'http',
    'logger',
    'config',
    'main',
  ],
  cli: ['domain', 'config', 'errors', 'main', 'cli'],
  sandbox: anything.filter((room) => room !== 'test' && room !== 'bench'),
  bench: anything,
  test: anything,
  data: [],
};

/** A row of the table of rooms: its name, and what it may import besides itself, sorted. */
function rowsOfThePage(): (readonly [string, readonly string[]])[] {
  const rows = [...readProjectFile('ARCHITECTURE.md').matchAll(/^\| (\w+) \| `.*\| ([^|]+) \|$/gm)];
  return rows.map(([, room = '', allowed = '']) => [room, roomsIn(allowed).toSorted()]);
}

function roomsIn(words: string): string[] {
  const [, exceptions] = /^everything(?: but (.+))?$/.exec(words) ?? [];
  const listed = (list: string) => list.split(', ').filter((room) => room !== 'nothing');
  return words.startsWith('everything')
    ? anything.filter((room) => !listed(exceptions ?? '').includes(room))
    : listed(words);
}

function roomOf(path: string): string {
  return rooms.find(([, pattern]) => pattern.test(path))?.[0] ?? 'no room';
}

const files = typescriptFiles();

describe('imports', () => {
  it('are found', () => {
    expect(files.flatMap(importsOf).length).toBeGreaterThan(50);
  });

  it('are of files that have a room', () => {
    expect(files.filter((path) => roomOf(path) === 'no room')).toEqual([]);
  });

  it.each(Object.keys(mayImport))('of %s point where they may', (room) => {
    const allowed = mayImport[room] ?? [];

    const wrong = files
      .filter((path) => roomOf(path) === room)
      .flatMap(importsOf)
      .filter(({ isOwn, target }) => isOwn && !allowed.includes(roomOf(target)))
      .map(({ place, target }) => `${place} imports ${target}`);

    expect(wrong, `${room} may import only: ${allowed.join(', ') || 'nothing'}`).toEqual([]);
  });

  it('are drawn in ARCHITECTURE.md as they are tested', () => {
    const tested = Object.entries(mayImport)
      .filter(([room]) => room !== 'data')
      .map(([room, allowed]) => [room, allowed.toSorted()] as const);
    const besides = ([room, allowed]: readonly [string, readonly string[]]) =>
      [room, allowed.filter((each) => each !== room)] as const;

    const drawn = rowsOfThePage().map(besides);

    expect(Object.fromEntries(drawn)).toEqual(Object.fromEntries(tested.map(besides)));
  });

  it('of one adapter never reach into another', () => {
    const provider = (path: string) => /^src\/adapters\/([^/]+)/.exec(path)?.[1];

    const wrong = typescriptFiles('src/adapters/').flatMap((path) =>
      importsOf(path)
        .filter(({ target }) => provider(target) !== undefined && provider(target) !== provider(path))
        .map(({ place, target }) => `${place} imports ${target}`),
    );

    expect(wrong, 'what two adapters share belongs in the domain or in ports').toEqual([]);
  });

  it('of the pure rooms are their own files only', () => {
    const wrong = typescriptFiles('src/domain/', 'messages/')
      .flatMap(importsOf)
      .filter(({ isOwn, target }) => !isOwn && target !== '@slack/types')
      .map(({ place, target }) => `${place} imports ${target}`);

    expect(wrong, 'domain/ and messages/ are data and functions, without Node and packages').toEqual([]);
  });

  it('name packages that package.json knows', async () => {
    const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
    const known = Object.keys(manifest.dependencies);
    const packageName = (target: string) =>
      target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/');

    // vitest and its like are for tests; @slack/types has no code, so that its types vanish before Node sees them.
    const wrong = typescriptFiles('src/', 'handlers/', 'messages/')
      .flatMap(importsOf)
      .filter(({ isOwn, target }) => !isOwn && !target.startsWith('node:'))
      .filter(({ target }) => ![...known, '@slack/types'].includes(packageName(target)))
      .map(({ place, target }) => `${place} imports ${target}`);

    expect(wrong, 'production code may import dependencies only: the image has no others').toEqual([]);
  });
});
