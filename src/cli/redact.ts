import { loadRedaction } from '../config/load.ts';
import { createLine } from '../domain/log/line-tail.ts';
import { createLineRenderer, type LineRenderer, type LogLine } from '../domain/log/render-line.ts';
import { createRedaction, type HiddenCount } from '../domain/redaction/redaction.ts';
import { UserError } from '../errors.ts';
import { useLinearPatterns } from '../main/linear-patterns.ts';
import type { Command, ExitCode, Terminal } from './command.ts';

export const redactCommand: Command = {
  name: 'redact',
  summary: 'Show a log from stdin as it would reach Slack, and how many secrets were hidden by which rule.',
  flags: ['json'],
  async run(terminal, { flags }): Promise<ExitCode> {
    const settings = readSettings(terminal);
    if (settings === undefined) return 2;
    if (!settings.enabled) terminal.tell('redaction.enabled is false: nothing is hidden.');

    useLinearPatterns();
    const renderer = createLineRenderer(createRedaction(settings));
    const lines = renderedLines(terminal.input(), renderer);
    await (flags.has('json') ? writeJson(terminal, lines, renderer) : writeText(terminal, lines, renderer));
    return 0;
  },
};

/** A configuration that cannot be used is wrong usage here: no log was looked at. */
function readSettings(terminal: Terminal): ReturnType<typeof loadRedaction> | undefined {
  try {
    return loadRedaction(terminal);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    terminal.tell(error.message);
    return undefined;
  }
}

/** The lines of each piece of input together, in memory that does not grow with the input or its longest line. */
async function* renderedLines(
  input: AsyncIterable<Uint8Array>,
  renderer: LineRenderer,
): AsyncGenerator<readonly string[]> {
  let line = createLine();
  for await (const bytes of input) {
    const lines: string[] = [];
    let from = 0;
    for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, from)) {
      line.append(bytes.subarray(from, at));
      lines.push(...renderer.push(line.take()).map(textOf));
      line = createLine();
      from = at + 1;
    }
    line.append(bytes.subarray(from));
    yield lines;
  }
  yield [...(line.isEmpty() ? [] : renderer.push(line.take())), ...renderer.end()].map(textOf);
}

function textOf({ text }: LogLine): string {
  return text;
}

async function writeText(
  { write, tell }: Terminal,
  lines: AsyncIterable<readonly string[]>,
  renderer: LineRenderer,
): Promise<void> {
  for await (const some of lines) if (some.length > 0) await write(`${some.join('\n')}\n`);
  tell(summary(renderer.hidden()));
}

async function writeJson(
  { write }: Terminal,
  lines: AsyncIterable<readonly string[]>,
  renderer: LineRenderer,
): Promise<void> {
  let separator = '';
  await write('{"lines":[');
  for await (const some of lines) {
    if (some.length === 0) continue;
    await write(separator + some.map((line) => JSON.stringify(line)).join(','));
    separator = ',';
  }
  const hidden = Object.fromEntries(renderer.hidden().map(({ rule, count }) => [rule, count]));
  await write(`],"hidden":${JSON.stringify(hidden)}}\n`);
}

function summary(hidden: readonly HiddenCount[]): string {
  if (hidden.length === 0) return 'No secret was hidden.';
  const total = hidden.reduce((sum, { count }) => sum + count, 0);
  const rules = hidden.map(({ rule, count }) => `${rule} ${count}`).join(', ');
  return `${total === 1 ? '1 secret was' : `${total} secrets were`} hidden: ${rules}.`;
}
