import { z } from 'zod';
import { nameField } from './fields.ts';

const flag = (byDefault: boolean) => z.boolean().default(byDefault);

export const environmentSchema = z.strictObject({
  name: nameField('an environment').describe('Name of the environment, as in "clusters". Unique.'),
  protected: flag(false).describe(
    'Whether people depend on it: its failures are told at any hour, muted or not.',
  ),
  secondPerson: flag(false).describe(
    'Whether a rollback there needs somebody else to agree ("approve"), or a reason for doing without ("break-glass").',
  ),
});
