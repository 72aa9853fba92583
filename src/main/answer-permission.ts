import { permissionAnswer } from '../../messages/permission-answer.ts';
import { createSlack } from '../adapters/slack/index.ts';
import { createAuthorise } from '../app/authorise.ts';
import type { Config } from '../config/schema.ts';
import { resolveOwner } from '../domain/ownership/resolve-owner.ts';
import type { Deed } from '../domain/permission/rule.ts';
import { UserError } from '../errors.ts';
import { createLogger } from '../logger.ts';
import { didYouMean } from '../nearest.ts';
import type { SlackPerson } from '../ports.ts';
import { permissionRules } from './permission-rules.ts';
import { knownNames } from './quiet-settings.ts';

export interface PermissionInquiry extends Deed {
  /** A name, an e-mail address or a Slack user id. */
  readonly who: string;
  /** The owning team, where only a label in the cluster names it. */
  readonly owner?: string;
}

export interface PermissionAnswered {
  readonly isAllowed: boolean;
  readonly lines: readonly string[];
  readonly document: object;
}

/**
 * Whether somebody may do something, decided as a press of the button would be. Throws UserError `person-unknown`,
 * `person-ambiguous` or `environment-unknown`, and what Slack's adapter throws.
 */
export async function answerPermission(
  config: Config,
  { who, owner: named, ...deed }: PermissionInquiry,
): Promise<PermissionAnswered> {
  requireEnvironment(config, deed.environment);
  const clock = { now: () => Date.now() };
  const log = createLogger({ ...config.log, level: 'error' });
  const { botToken, apiUrl } = config.slack;
  const slack = createSlack({ botToken, apiUrl, log, clock });
  const person = await findPerson(await slack.findPeople(who), who);

  const rules = permissionRules(config.permissions);
  const owner = named ?? resolveOwner(config, deed.service, {}, {}).team;
  const authorise = createAuthorise(slack.people, { teams: config.teams, rules });
  const { permission } = await authorise({ ...deed, userId: person.userId, owner });
  return {
    isAllowed: permission.isAllowed,
    lines: permissionAnswer({ person, deed, owner, rules, permission }),
    document: { person, ...deed, ...(owner === undefined ? {} : { owner }), ...permission },
  };
}

/** Rules hold for any name, and a yes for an environment that is spelt wrong would be about nothing. */
function requireEnvironment(config: Config, environment: string): void {
  const { environments } = knownNames(config);
  if (environments.includes(environment)) return;
  const guess = didYouMean(environment, environments);
  const hint = guess === '' ? `; known environments: ${environments.join(', ')}` : guess;
  throw new UserError('environment-unknown', `No cluster has an environment "${environment}"${hint}`);
}

function findPerson(found: readonly SlackPerson[], who: string): SlackPerson {
  const [person, ...others] = found;
  if (person === undefined) {
    throw new UserError(
      'person-unknown',
      `Nobody in the Slack workspace goes by "${who}". Try the e-mail address or the Slack user id.`,
    );
  }
  if (others.length > 0) {
    const names = found.map(({ userId, name, email }) => `${name} (${email ?? userId})`).join(', ');
    throw new UserError('person-ambiguous', `"${who}" could be ${names}. Say which, by e-mail address.`);
  }
  return person;
}
