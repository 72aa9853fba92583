import { z } from 'zod';
import { textField } from './fields.ts';
import { patternField } from './pattern.ts';

const ruleSchema = z.strictObject({
  id: textField('a name of small letters, digits and "-", at most 40', /^[a-z0-9][a-z0-9-]{0,39}$/).describe(
    'What is shown in place of the secret: `[hidden: id]`. Unique.',
  ),
  pattern: patternField().describe(
    'What to hide; with a group, only what the first group matches. Case counts. Sees at most 4 KB of a line at once; no look-around, no back references, no repetition inside a repetition.',
  ),
});

export const redactionSchema = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe('Whether secrets are hidden. With false, a log line that prints a password reaches Slack.'),
    rules: z
      .array(ruleSchema)
      .default([])
      .describe('Secrets of your own to hide, besides the kinds that Shipmate knows.'),
    allow: z
      .array(patternField())
      .default([])
      .describe('What is shown although a rule finds it: patterns that the hidden part itself matches.'),
  })
  .prefault({})
  .describe(
    'Secrets in logs and in what Kubernetes and pipelines say are shown as `[hidden: rule]`. `shipmate redact < log` tries it.',
  );
