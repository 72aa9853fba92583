import { z } from 'zod';
import { durationField } from './duration.ts';
import { patternField, wholeNumberField } from './fields.ts';
import { gitHubSchema } from './github.ts';
import { releaseToolsSchema } from './release-tools.ts';

const automaticSchema = z.strictObject({
  services: z
    .array(patternField())
    .min(1, { error: 'at least one service' })
    .describe('Which services; "*" stands for any text.'),
  environments: z
    .array(patternField())
    .min(1, { error: 'at least one environment' })
    .describe('In which environments; "*" stands for any text.'),
  countdown: durationField('2m', 'From the announcement until it acts: the time to press Stop.', {
    least: '10s',
    most: '1h',
  }),
  mostPerDay: wholeNumberField(1, 100)
    .default(2)
    .describe('How often in 24 hours for one service in one environment.'),
});

export const rollbackSchema = z
  .strictObject({
    approvalWithin: durationField('30m', 'How long a rollback waits for a second person.', {
      least: '1m',
      most: '7d',
    }),
    waitWithin: durationField(
      '24h',
      'How long a rollback waits for what happens elsewhere: a merge, a reconciler, a release tool.',
      { least: '1m', most: '30d' },
    ),
    lockFor: durationField(
      '24h',
      'How long automatic releases of the service to that environment wait after a rollback, unless somebody unlocks them; "0s" for not at all.',
      { least: '1m', most: '30d', orNone: true },
    ),
    argocd: z
      .boolean()
      .default(true)
      .describe(
        'Whether Argo CD may be asked to return an Application to its history, where it does not sync by itself.',
      ),
    helm: z
      .boolean()
      .default(false)
      .describe('Whether Helm releases may be rolled back; needs rights on all that they hold.'),
    suspendFluxFor: durationField(
      '0s',
      'For how long Flux is suspended while a workload is undone, where the change cannot be reverted in git; "0s" for never. Everyone sees until when. Needs the role in deploy/kubernetes/rollback/flux.',
      { least: '1s', most: '7d', orNone: true },
    ),
    tools: releaseToolsSchema,
    github: z.exactOptional(gitHubSchema),
    automatic: z
      .array(automaticSchema)
      .default([])
      .describe(
        'Where Shipmate goes back by itself when a version has failed; nowhere unless it is said here.',
      ),
  })
  .transform(({ approvalWithin, waitWithin, lockFor, suspendFluxFor, automatic, ...ways }) => ({
    ...ways,
    approvalMs: approvalWithin,
    waitMs: waitWithin,
    lockMs: lockFor,
    suspendFluxForMs: suspendFluxFor,
    automatic: automatic.map(({ countdown, ...rule }) => ({ ...rule, countdownMs: countdown })),
  }))
  .prefault({})
  .describe('How services are rolled back.');
