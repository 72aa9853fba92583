import { UserError } from '../../errors.ts';
import type { Terminal } from '../command.ts';

/** Near the longest string that Node can hold. */
const maxBytes = 500 * 1024 * 1024;

/** The text of a file, or of stdin for `-`. Throws UserError `objects-unreadable` that says why. */
export async function readText(path: string, terminal: Terminal): Promise<string> {
  const text = path === '-' ? await readInput(terminal.input()) : readFile(path, terminal);
  if (text.includes('\u0000')) {
    throw unreadable(
      `${nameOf(path)} is not UTF-8 text; Kubernetes objects are YAML or JSON. PowerShell's ">" writes UTF-16: use "| Out-File -Encoding utf8".`,
    );
  }
  return text.replace(/^\ufeff/, '');
}

/** What people call the input in a sentence. */
export function nameOf(path: string): string {
  return path === '-' ? 'stdin' : path;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'it may not be read',
  ERR_STRING_TOO_LONG: 'it is too large',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
};

function readFile(path: string, terminal: Terminal): string {
  try {
    return terminal.readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw unreadable(`Cannot read ${path}: ${reasons[code] ?? code}.`, error);
  }
}

async function readInput(input: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of input) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) {
      throw unreadable('stdin is too large: more than 500 MB. Give the objects of one namespace at a time.');
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unreadable(message: string, cause?: unknown): UserError {
  return new UserError('objects-unreadable', message, { cause });
}
