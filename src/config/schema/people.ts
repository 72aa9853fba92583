import { z } from 'zod';
import { textField } from './fields.ts';

export const personSchema = z.strictObject({
  slack: textField('a Slack user id like "U0123ABCD"', /^[UW][A-Z0-9]{2,}$/).describe(
    'Slack user id of the person. Unique.',
  ),
  names: z
    .array(textField('a name or a login', /\S/))
    .min(1, { error: 'at least one name' })
    .describe(
      'What pipelines call the person as the author of a build: a login, or a name. Case does not count.',
    ),
});
