import { UserError } from '../errors.ts';

const smallest = `  slack:
    botToken: \${SLACK_BOT_TOKEN}
    signingSecret: \${SLACK_SIGNING_SECRET}
    fallbackChannel: "#releases"
  clusters:
    - name: prod-eu
      environment: prod
  teams:
    - name: payments
      channel: "#team-payments"
      members: [ada@acme.example]`;

/** What named the file. */
export type ChosenBy = 'argument' | 'variable' | 'default';

const notFound: Readonly<Record<ChosenBy, (path: string) => string>> = {
  argument: (path) => `There is no file ${path}.\nCreate it, or name the file you have.`,
  variable: (path) =>
    `SHIPMATE_CONFIG names ${path}, and there is no such file.\nCreate it, or set SHIPMATE_CONFIG to the file you have.`,
  default: (path) =>
    `There is no configuration: ${path} does not exist.\nCreate it, or set SHIPMATE_CONFIG to the file you have.`,
};

/** There is no file: says which one is looked for, what to write into it, and where to read on. */
export function missingConfig(path: string, chosenBy: ChosenBy): UserError {
  return new UserError(
    'config-missing',
    `${notFound[chosenBy](path)} This much is enough to start:

${smallest}

Then run: shipmate config check (in a clone: npm run shipmate -- config check)
CONFIGURATION.md explains every key. To try Shipmate with no account at all: npm run sandbox`,
  );
}
