import { z } from 'zod';
import { durationField } from './duration.ts';
import { nameField, patternField, secretField, urlField } from './fields.ts';

const secretForm = /^\S{16,}$/;

const releaseToolSchema = z
  .strictObject({
    name: nameField('a release tool').describe('What people call it; its button says so. Unique.'),
    url: urlField('https://releases.acme.example/shipmate').describe(
      'Where it takes requests; redirects are not followed.',
    ),
    secret: secretField(
      'a secret of at least 16 characters without spaces',
      secretForm,
      'Signs every request, so that the tool knows who asks. Secret.',
    ),
    formerSecret: z.exactOptional(
      secretField(
        'a secret of at least 16 characters without spaces',
        secretForm,
        'The one before: requests are signed with both until the tool knows the new one. Secret.',
      ),
    ),
    services: z
      .array(patternField())
      .min(1, { error: 'at least one service' })
      .default(['*'])
      .describe('Which services it releases; "*" stands for any text.'),
    environments: z
      .array(patternField())
      .min(1, { error: 'at least one environment' })
      .default(['*'])
      .describe('In which environments; "*" stands for any text.'),
    timeout: durationField('10s', 'How long one answer may take.', { least: '1s', most: '5m' }),
  })
  .transform(({ timeout, ...tool }) => ({ ...tool, timeoutMs: timeout }));

/** The first that is for a service in an environment is asked. */
export const releaseToolsSchema = z
  .array(releaseToolSchema)
  .default([])
  .describe(
    "Teams' own release tools: Shipmate asks them to go back, instead of doing it itself. docs/release-tool.md says what they are sent and what they answer.",
  );
