import { loadConfig } from '../config/load.ts';
import { parseDuration } from '../config/schema/duration.ts';
import type { AuditSummary } from '../main/export-audit.ts';
import type { Command, CommandLine, ExitCode, Terminal } from './command.ts';
import { usageError } from './command-line.ts';

const help = `Usage: shipmate audit [--since 30d] [--head HASH]

Writes who did what, and what was refused, as one JSON object a line, oldest first. Each entry is chained to the one
before it: the whole chain is checked, and its head is shown, so that two exports can be compared.

  --since              Only entries of this last while: 12h, 30d. By default all of them.
  --head               The head that an earlier export showed: it must still be part of the chain.

Exit codes: 0 the chain is sound; 1 an entry was edited or removed, or there is no store that can be read; 2 wrong usage.`;

export const auditCommand: Command = {
  name: 'audit',
  summary: 'Write who did what as JSON lines, and check that nothing was edited or removed.',
  flags: [],
  options: [
    { name: 'since', value: 'DURATION' },
    { name: 'head', value: 'HASH' },
  ],
  help,
  async run(terminal, line): Promise<ExitCode> {
    const since = sinceOf(line);
    const knownHead = headOf(line);
    const { config } = loadConfig(terminal);
    const { exportAudit } = await import('../main/export-audit.ts');
    const summary = await exportAudit(config, {
      since,
      write: terminal.write,
      ...(knownHead === undefined ? {} : { knownHead }),
    });
    return conclude(summary, terminal, knownHead);
  },
};

function conclude(
  { written, count, head, breaks, hasKnownHead }: AuditSummary,
  { tell }: Terminal,
  knownHead: string | undefined,
): ExitCode {
  for (const { kind, sequence } of breaks) {
    tell(
      kind === 'edited'
        ? `Entry ${sequence} was edited after it was written.`
        : `Before entry ${sequence} something was removed or put in another order.`,
    );
  }
  if (!hasKnownHead) tell(`The head ${knownHead} is not part of the chain: entries at its end were removed.`);
  const isSound = breaks.length === 0 && hasKnownHead;
  const entries = written === count ? `${count} entries` : `${written} of ${count} entries`;
  tell(
    `${entries}; the chain is ${isSound ? 'sound' : 'broken'}${head === '' ? '' : `, its head is ${head}`}.`,
  );
  return isSound ? 0 : 1;
}

function sinceOf(line: CommandLine): number {
  const text = only(line, 'since');
  if (text === undefined) return 0;
  const length = parseDuration(text);
  if (length === undefined) throw usageError(`--since needs a duration like "12h" or "30d", got "${text}".`);
  return Date.now() - length;
}

/** A word that can be no head would look like a chain that was cut. */
function headOf(line: CommandLine): string | undefined {
  const head = only(line, 'head');
  if (head === undefined || /^[0-9a-f]{64}$/.test(head)) return head;
  throw usageError(
    `--head needs the 64 letters and digits that an earlier export ended with, got "${head}".`,
  );
}

function only({ values }: CommandLine, name: string): string | undefined {
  const [value, ...more] = values.get(name) ?? [];
  if (more.length > 0) throw usageError(`--${name} may be given once.`);
  return value;
}
