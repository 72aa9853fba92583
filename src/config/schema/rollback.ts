import { z } from 'zod';
import { durationField } from './duration.ts';

export const rollbackSchema = z
  .strictObject({
    approvalWithin: durationField('30m', 'How long a rollback waits for a second person.'),
    waitWithin: durationField(
      '24h',
      'How long a rollback waits for what happens elsewhere: a merge, a reconciler, a release tool.',
    ),
    lockFor: durationField(
      '24h',
      'How long automatic releases of the service to that environment wait after a rollback, unless somebody unlocks them; "0s" for not at all.',
    ),
  })
  .transform(({ approvalWithin, waitWithin, lockFor }) => ({
    approvalMs: approvalWithin,
    waitMs: waitWithin,
    lockMs: lockFor,
  }))
  .prefault({})
  .describe('How services are rolled back.');
