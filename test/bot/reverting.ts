import { onTestFinished } from 'vitest';
import {
  type GitHubStandIn,
  type RepositoryState,
  type StoredPull,
  startGitHubStandIn,
} from '../../sandbox/github/index.ts';
import { imageOf } from '../../sandbox/pipeline.ts';
import type { StoredMessage } from '../../sandbox/slack/index.ts';
import type { Config } from '../../src/config/schema.ts';
import { until } from '../until.ts';
import { type Dialogue, type DialogueOptions, startDialogue } from './dialogue.ts';

export const clusters = 'acme/clusters';
export const file = 'apps/prod/payments-api/deployment.yaml';
export const openButton = 'Open revert PR to v41';
export const mergeButton = 'Revert in git to v41';

export function manifest(version: string, replicas = 3): string {
  return `kind: Deployment
metadata:
  name: payments-api
spec:
  replicas: ${replicas}
  template:
    spec:
      containers:
        - name: payments-api
          image: ${imageOf('payments-api', version)}
`;
}

type GitHubConfig = NonNullable<Config['rollback']['github']>;

export interface Reverting {
  readonly world: Dialogue;
  readonly github: GitHubStandIn;
  readonly repository: RepositoryState;
  /** v42 as it fails, with the way back on it. */
  readonly card: StoredMessage;
  /** The pull request of the revert, once it is there. */
  pull(): Promise<StoredPull>;
}

export interface RevertingOptions {
  readonly merge?: 'auto' | 'never';
  /** Default: the token. */
  readonly asApp?: boolean;
  /** Before Shipmate looks for the first time. */
  readonly prepare?: (github: GitHubStandIn) => void;
  readonly dialogue?: DialogueOptions;
  /** Default: a repository of what runs where, which something applies at once. */
  readonly repository?: string;
  /** Of the webhook. */
  readonly secrets?: readonly string[];
}

/** What runs in prod is in git; v42 was pushed there and crashes. Whatever main says is applied at once. */
export async function startReverting(options: RevertingOptions = {}): Promise<Reverting> {
  const { merge = 'never', asApp = false, prepare, repository: name = clusters, secrets = [] } = options;
  const github = await startGitHubStandIn();
  onTestFinished(() => github.close());
  const repository = github.repository(name);
  repository.push({ message: 'payments-api v41', files: { [file]: manifest('v41') } });
  prepare?.(github);
  const settings: GitHubConfig = {
    apiUrl: github.apiUrl,
    ...(asApp ? { app: github.app } : { token: github.token }),
    repositories: [
      {
        name,
        branch: 'main',
        merge,
        applied: [{ services: ['*'], environments: ['prod'], path: 'apps/{environment}/{service}' }],
      },
    ],
    webhookSecrets: [...secrets],
    protects: [],
  };
  const world = await startDialogue({
    ...options.dialogue,
    configure: (config) => ({ ...config, rollback: { ...config.rollback, github: settings } }),
  });
  const isApplied = name === clusters;
  if (isApplied) onTestFinished(applyMain(repository, world));
  repository.push({ message: 'payments-api v42', author: 'Ada', files: { [file]: manifest('v42') } });
  if (!isApplied) await world.deploy({ version: 'v42', behaviour: 'crashing' });
  const card = await world.card('v42', `[ ${merge === 'auto' ? mergeButton : openButton} ]`);

  return {
    world,
    github,
    repository,
    card,
    async pull() {
      await until(() => repository.pulls.all.length > 0);
      return repository.pulls.byNumber(1);
    },
  };
}

/** What follows the branch: it applies the image that main names. */
function applyMain(repository: RepositoryState, world: Pick<Dialogue, 'deploy'>): () => void {
  let applied: string | undefined;
  return repository.onPush((branch) => {
    const version = /payments-api:(\S+)/.exec(repository.read(file) ?? '')?.[1];
    if (branch !== 'main' || version === undefined || version === applied) return;
    applied = version;
    void world.deploy({ version, behaviour: version === 'v42' ? 'crashing' : 'good' });
  });
}
