import { z } from 'zod';
import { nameField, patternField, secretField, textField, urlField, wholeNumberField } from './fields.ts';

const repositoryField = () =>
  textField('a repository like "acme/clusters"', /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/);

const appSchema = z
  .strictObject({
    id: wholeNumberField(1, Number.MAX_SAFE_INTEGER).describe('Id of the GitHub App.'),
    privateKey: secretField(
      'a private key in PEM form',
      /^-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+-----END [A-Z ]*PRIVATE KEY-----\s*$/,
      'Private key of the App, as GitHub gives it (PEM). Secret.',
    ),
    installationId: z
      .exactOptional(wholeNumberField(1, Number.MAX_SAFE_INTEGER))
      .describe('Id of its installation; asked of GitHub for each repository when left out.'),
  })
  .describe('Act as a GitHub App (recommended). What it needs is in docs/github.md.');

const appliedSchema = z.strictObject({
  services: z
    .array(patternField())
    .min(1, { error: 'at least one service' })
    .describe('Which services; "*" stands for any text.'),
  environments: z
    .array(patternField())
    .min(1, { error: 'at least one environment' })
    .describe('In which environments; "*" stands for any text.'),
  path: textField(
    'a folder like "apps/{environment}/{service}", with no slash or dot at its ends and nothing else in braces',
    /^(?![./])(?!.*\/\.{0,2}(\/|$))(?!.*\{(?!(service|environment)\}))[^\\]{0,400}$/,
  ).describe(
    'The folder in the repository; {service} and {environment} are put in. Empty for the whole repository.',
  ),
});

const repositorySchema = z.strictObject({
  name: repositoryField().describe('Owner and name.'),
  branch: textField('a branch like "main"', /^(?!-)[^\s~^:?*[\\]{1,200}$/)
    .default('main')
    .describe('The branch that is applied, where its manager does not name one.'),
  merge: z
    .enum(['auto', 'never'], { error: '"auto" or "never"' })
    .default('never')
    .describe(
      'auto: the pull request of a revert is merged as soon as the rules of the repository let it. never: a person merges it.',
    ),
  applied: z
    .array(appliedSchema)
    .default([])
    .describe(
      'What is applied from here although no manager says so. Flux and Argo CD say by themselves where they take a workload from.',
    ),
});

const protectionSchema = z.strictObject({
  repository: repositoryField().describe('Owner and name.'),
  service: nameField('a service').describe('The service that is deployed from there.'),
  environments: z
    .record(z.string().min(1).max(255), nameField('an environment'))
    .default({})
    .describe("Where GitHub's name of an environment is another: production: prod."),
});

const fields = z.strictObject({
  apiUrl: urlField('https://api.github.com')
    .default('https://api.github.com')
    .describe('URL of the REST API; of GitHub Enterprise Server https://HOST/api/v3.'),
  gitHost: z
    .exactOptional(
      textField('a host like "git.acme.example"', /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/),
    )
    .describe(
      'Host of its repositories as Flux and Argo CD write their URLs, where that is not the host of the API.',
    ),
  token: z.exactOptional(
    secretField('a token', /^\S+$/, 'Fine-grained or classic token, instead of an App. Secret.'),
  ),
  app: z.exactOptional(appSchema),
  repositories: z
    .array(repositorySchema)
    .default([])
    .describe('Repositories in which changes may be reverted, by pull request.'),
  webhookSecrets: z
    .array(secretField('a secret of at least 16 characters', /^.{16,}$/s, 'Secret of the webhook. Secret.'))
    .default([])
    .describe(
      "Secrets of the App's webhook, the newest first; more than one while it is changed. With them deployments are let through or held by the locks.",
    ),
  protects: z
    .array(protectionSchema)
    .default([])
    .describe(
      'Which service a repository deploys, where that is not the name of the repository; used by the deployment protection rule.',
    ),
});

/** The keys of `rollback.github`. */
export const gitHubSchema = fields
  .refine(({ token, app }) => (token === undefined) !== (app === undefined), {
    error: 'either "token" or "app", and not both',
  })
  .refine(({ app, webhookSecrets }) => webhookSecrets.length === 0 || app !== undefined, {
    error: '"app" beside "webhookSecrets": only an App can answer deployment protection rules',
  })
  .describe('GitHub: reverts by pull request, and deployments that wait for locks.');

export type GitHubConfig = z.infer<typeof gitHubSchema>;
