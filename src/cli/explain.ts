import { loadRedaction } from '../config/load.ts';
import { UserError } from '../errors.ts';
import type { Command, CommandLine, ExitCode, Terminal } from './command.ts';
import { usageError } from './command-line.ts';
import { chooseCluster } from './explain/choose-cluster.ts';
import { parseObjects } from './explain/parse-objects.ts';
import { nameOf, readText } from './explain/read-text.ts';

const help = `Usage: shipmate explain KIND/NAME [-n NAMESPACE] [--context CONTEXT] [--json]
       shipmate explain -f FILE [-f FILE]… [--json]

Says of each workload how it stands, why its pods do not run, and what to try. It reads only.

  KIND/NAME            A workload of a cluster, such as deployment/payments-api, with the last log lines of
                       its crashed containers. The cluster is the one of the configuration if there is one,
                       else the kubeconfig's.
  -n, --namespace      Its namespace; by default the one of the kubeconfig's context.
  --context            Another cluster: its name in the configuration, or a context of the kubeconfig.
  -f, --filename       Objects from a file, as YAML or JSON; "-" is stdin. May be given several times:
                       kubectl get deployments,replicasets,pods -o yaml | shipmate explain -f -
                       Nodes, autoscalers and events among them explain more.
  --json               An array with, for each workload: cluster, namespace, kind, name, phase (complete,
                       progressing, paused, deleting, failing, failed), message, and problems with reason,
                       sentence, hint, container, pods, restarts, pod, image and what else is known.

Exit codes: 0 fine; 1 a workload is failing or failed, or the objects cannot be read; 2 wrong usage.`;

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Say how a workload stands, why its pods do not run, and what to try.',
  flags: ['json'],
  options: [
    { name: 'filename', short: 'f', value: 'FILE' },
    { name: 'namespace', short: 'n', value: 'NAMESPACE' },
    { name: 'context', value: 'CONTEXT' },
  ],
  takesWords: true,
  help,
  async run(terminal, line): Promise<ExitCode> {
    const files = line.values.get('filename') ?? [];
    const explained =
      files.length > 0 ? await explainFiles(terminal, line, files) : await explainWorkload(terminal, line);

    if (line.flags.has('json')) await terminal.write(`${JSON.stringify(explained.documents, null, 2)}\n`);
    else for (const text of explained.lines) terminal.print(text);
    for (const note of explained.notes) terminal.tell(note);
    return explained.needsSomebody ? 1 : 0;
  },
};

async function explainFiles(terminal: Terminal, { words, values }: CommandLine, files: readonly string[]) {
  if (words.length > 0) throw usageError(`Either -f or ${words.join(' ')}, not both.`);
  const misplaced = ['namespace', 'context'].find((name) => values.has(name));
  if (misplaced !== undefined) {
    throw usageError(
      `--${misplaced} is for a workload in a cluster; the objects of -f are explained as they are.`,
    );
  }
  if (files.filter((file) => file === '-').length > 1)
    throw usageError('stdin can be read only once: give "-f -" once.');

  const objects: unknown[] = [];
  // Not `push(...values)`: arguments have a limit that a large cluster exceeds.
  for (const file of files) {
    for (const object of parseObjects(await readText(file, terminal), nameOf(file))) objects.push(object);
  }
  const { explainObjects } = await import('../main/explain-objects.ts');
  return await explainObjects(objects, readRedaction(terminal));
}

async function explainWorkload(terminal: Terminal, { words, values }: CommandLine) {
  const target = targetOf(words);
  const namespace = only(values, 'namespace');
  const chosen = chooseCluster(terminal, only(values, 'context'));

  const { explainLive } = await import('../main/explain-live.ts');
  return await explainLive({
    ...chosen,
    ...target,
    redaction: readRedaction(terminal),
    ...(namespace === undefined ? {} : { namespace }),
  });
}

/** Objects can be explained without a configuration, and with one that lacks its secrets. */
function readRedaction(terminal: Terminal): ReturnType<typeof loadRedaction> {
  try {
    return loadRedaction(terminal);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    terminal.tell('The configuration cannot be read: secrets are hidden by the rules that are built in.');
    return { enabled: true, rules: [], allow: [] };
  }
}

/** `deployment/payments-api`, or in two words, as kubectl takes both. */
function targetOf(words: readonly string[]): { kind: string; name: string } {
  const [kind = '', name = '', ...more] = words.length === 1 ? (words[0] ?? '').split('/') : words;
  if (kind !== '' && name !== '' && more.length === 0) return { kind, name };

  const example = 'shipmate explain deployment/payments-api -n prod, or shipmate explain -f objects.yaml';
  if (words.length === 0) throw usageError(`What should be explained? ${example}`);
  throw usageError(`"${words.join(' ')}" names no workload. One at a time, with its kind: ${example}`);
}

function only(values: CommandLine['values'], name: string): string | undefined {
  const [value, ...more] = values.get(name) ?? [];
  if (more.length > 0) throw usageError(`--${name} may be given once.`);
  return value;
}
