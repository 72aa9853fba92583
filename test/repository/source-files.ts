import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every file of the project as it would be committed now, from its root; what git ignores is left out. */
export function projectFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });

  // A file that was deleted and not yet committed is still listed.
  return list
    .split('\0')
    .filter((path) => path !== '' && existsSync(root + path))
    .sort();
}

export function readProjectFile(path: string): string {
  return readFileSync(root + path, 'utf8');
}

export function typescriptFiles(...folders: readonly string[]): string[] {
  return projectFiles().filter(
    (path) =>
      path.endsWith('.ts') && (folders.length === 0 || folders.some((folder) => path.startsWith(folder))),
  );
}

/** `path:line` of every match, for messages that a terminal can jump to. */
export function placesOf(path: string, text: string, pattern: RegExp): string[] {
  return [...text.matchAll(new RegExp(pattern, 'gm'))].map(({ index, 0: match }) => {
    const line = text.slice(0, index).split('\n').length;
    return `${path}:${line} ${match.trim()}`;
  });
}

/** Code with comments blanked out, line breaks kept. Strings stay, so that imports can be read. */
export function withoutComments(text: string): string {
  const token = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

  return text.replaceAll(token, (match) => (/^\/[/*]/.test(match) ? match.replaceAll(/[^\n]/g, ' ') : match));
}

/** Code with comments and the contents of strings blanked out, for looking at what it does. */
export function codeOnly(text: string): string {
  const string = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g;

  return withoutComments(text).replaceAll(string, (match) => `'${' '.repeat(match.length - 2)}'`);
}
