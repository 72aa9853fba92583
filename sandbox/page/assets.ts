import { readdir, readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const sandboxFolder = join(import.meta.dirname, '..');

/** Nothing but these folders is served, so that the page can reach no other file. */
const codeFolders = ['page/browser', 'page/browser/blocks', 'slack/text'];
const singleModules = ['slack/json.ts'];

// Everything comes from here: a log line that became HTML after all could still load and run nothing.
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the document, the styles, and the browser's TypeScript with its types stripped. */
export async function registerAssets(app: FastifyInstance): Promise<void> {
  app.get('/', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .send(await readFile(join(sandboxFolder, 'page/index.html'), 'utf8')),
  );
  for (const path of await listFiles('page/style', '.css'))
    serve(app, path, 'text/css; charset=utf-8', (source) => source);

  serve(app, 'page/favicon.svg', 'image/svg+xml', (source) => source);

  const modules = (await Promise.all(codeFolders.map((folder) => listFiles(folder, '.ts')))).flat();
  for (const path of [...modules, ...singleModules]) {
    serve(app, path, 'text/javascript; charset=utf-8', stripTypes);
  }
}

async function listFiles(folder: string, ending: string): Promise<string[]> {
  const names = await readdir(join(sandboxFolder, folder));
  return names.filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`);
}

function serve(
  app: FastifyInstance,
  path: string,
  type: string,
  transform: (source: string) => string,
): void {
  app.get(`/${path}`, async (_request, reply) => {
    const source = await readFile(join(sandboxFolder, path), 'utf8');
    return reply.type(type).header('cache-control', 'no-cache').send(transform(source));
  });
}

/** Node still calls its type stripping experimental, once a process; the page's reader need not hear of it. */
function stripTypes(source: string): string {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
