import { loadConfig } from '../config/load.ts';
import { actionNames } from '../config/schema/permissions.ts';
import { didYouMean } from '../nearest.ts';
import type { Command, ExitCode } from './command.ts';
import { usageError } from './command-line.ts';

type ActionName = (typeof actionNames)[number];

const help = `Usage: shipmate can WHO ACTION SERVICE ENVIRONMENT [--owner TEAM] [--json]

Says whether somebody may do something, and by which rule; decided as a press of the button would be.

  WHO                  A name in Slack, an e-mail address or a Slack user id: ada
  ACTION               ${actionNames.join(', ')}
  --owner              The owning team, where only a label on the workloads names it.
  --json               The decision as one JSON object.

Exit codes: 0 yes; 1 no, or it cannot be said; 2 wrong usage.
Example: shipmate can ada rollback payments-api prod`;

export const canCommand: Command = {
  name: 'can',
  summary: 'Say whether somebody may do something, and by which rule.',
  flags: ['json'],
  options: [{ name: 'owner', value: 'TEAM' }],
  takesWords: true,
  help,
  async run({ env, readFile, print, write }, { words, values, flags }): Promise<ExitCode> {
    const [who, action, service, environment, ...more] = words;
    if (who === undefined || action === undefined || service === undefined || environment === undefined) {
      throw usageError(`"shipmate can" needs four words: WHO ACTION SERVICE ENVIRONMENT, such as ${example}`);
    }
    if (more.length > 0) throw usageError(`"${more.join(' ')}" is too much: ${example}`);
    const owner = values.get('owner')?.at(-1);

    const inquiry = { who, action: actionNamed(action), service, environment };
    const { config } = loadConfig({ env, readFile });
    const { answerPermission } = await import('../main/answer-permission.ts');
    const answered = await answerPermission(config, {
      ...inquiry,
      ...(owner === undefined ? {} : { owner }),
    });
    if (flags.has('json')) await write(`${JSON.stringify(answered.document, null, 2)}\n`);
    else for (const line of answered.lines) print(line);
    return answered.isAllowed ? 0 : 1;
  },
};

const example = 'shipmate can ada rollback payments-api prod';

function actionNamed(word: string): ActionName {
  const found = actionNames.find((name) => name === word);
  if (found !== undefined) return found;
  const hint = didYouMean(word, actionNames);
  throw usageError(
    `There is no action "${word}"${hint === '' ? `; there are: ${actionNames.join(', ')}` : hint}`,
  );
}
