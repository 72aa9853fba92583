import type { FastifyInstance } from 'fastify';
import { registerGitHubWebhook } from '../../handlers/webhooks/github.ts';
import type { GitHub } from '../adapters/github/index.ts';
import type { Desk } from '../app/desk.ts';
import type { Inbox } from '../app/inbox.ts';
import { createAnswerDeployment, type WaitingDeployment } from '../app/locks/answer-deployment.ts';
import type { Locks, Place } from '../app/locks/locks.ts';
import type { Config, RollbackConfig } from '../config/schema.ts';
import { knownNames } from './quiet-settings.ts';

interface Parts {
  readonly desk: Desk;
  readonly inbox: Inbox;
  readonly locks: Locks;
  readonly github: GitHub | undefined;
}

/** Lets locks answer GitHub's deployment protection rule, where a webhook is configured. */
export async function mountDeployments(
  server: FastifyInstance,
  config: Config,
  { desk, inbox, locks, github }: Parts,
): Promise<void> {
  const settings = config.rollback.github;
  if (github === undefined || settings === undefined || settings.webhookSecrets.length === 0) return;
  const deployments = createAnswerDeployment({
    desk,
    inbox,
    locks,
    gate: github.deployments,
    placeOf: (deployment) => placeOf(settings.protects, deployment),
    ...knownNames(config),
  });
  await registerGitHubWebhook(server, { deployments, secrets: settings.webhookSecrets });
}

type Protects = NonNullable<RollbackConfig['github']>['protects'];

/** By the configuration; else the repository is called like the service, and its environments like ours. */
function placeOf(
  protects: Protects,
  { repository, environment }: Pick<WaitingDeployment, 'repository' | 'environment'>,
): Place {
  const rule = protects.find((each) => each.repository.toLowerCase() === repository.toLowerCase());
  return {
    service: rule?.service ?? repository.split('/')[1] ?? repository,
    // A name may be any word, those that every object knows included.
    environment: new Map(Object.entries(rule?.environments ?? {})).get(environment) ?? environment,
  };
}
