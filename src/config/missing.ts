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

/** There is no file: says which one is looked for, what to write into it, and where to read on. */
export function missingConfig(path: string, isChosen: boolean): UserError {
  const found = isChosen
    ? `SHIPMATE_CONFIG names ${path}, and there is no such file.\nCreate it, or set SHIPMATE_CONFIG to the file you have.`
    : `There is no configuration: ${path} does not exist.\nCreate it, or set SHIPMATE_CONFIG to the file you have.`;

  return new UserError(
    'config-missing',
    `${found} This much is enough to start:

${smallest}

Then run: shipmate config check
CONFIGURATION.md explains every key. To try Shipmate with no account at all: npm run sandbox`,
  );
}
