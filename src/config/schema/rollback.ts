import { z } from 'zod';
import { durationField } from './duration.ts';

export const rollbackSchema = z
  .strictObject({
    approvalWithin: durationField('30m', 'How long a rollback waits for a second person.'),
    waitWithin: durationField(
      '24h',
      'How long a rollback waits for what happens elsewhere: a merge, a reconciler, a release tool.',
    ),
  })
  .transform(({ approvalWithin, waitWithin }) => ({ approvalMs: approvalWithin, waitMs: waitWithin }))
  .prefault({})
  .describe('How services are rolled back.');
