import { z } from 'zod';
import { nameField, patternField, textField } from './fields.ts';

/** The same words as the domain's; a test holds them together. */
export const actionNames = ['rollback', 'approve', 'break-glass', 'lock', 'unlock'] as const;

const granteeField = textField(
  '"owner", "everyone", "team:NAME", "group:S0123ABCD" or "person:ada@acme.example"',
  /^(owner|everyone|team:[A-Za-z0-9][A-Za-z0-9._-]{0,62}|group:S[A-Z0-9]{2,}|person:([UW][A-Z0-9]{2,}|[^\s@]+@[^\s@]+))$/,
);

const ruleSchema = z.strictObject({
  name: nameField('a rule').describe('What the rule is called where it decides. Unique.'),
  allow: z
    .array(z.enum(actionNames))
    .min(1, { error: 'at least one action' })
    .describe('What it allows: "approve" is to be the second person, "break-glass" to do without one.'),
  to: z
    .array(granteeField)
    .min(1, { error: 'at least one of whom it allows it to' })
    .describe(
      'Whom it lets: "owner" (the owning team), "everyone", "team:NAME", "group:ID" (a Slack user group) or "person:" with an e-mail address or a Slack user id.',
    ),
  environments: z.array(patternField()).default(['*']).describe('Where; "*" stands for any text.'),
  services: z.array(patternField()).default(['*']).describe('Of which services; "*" stands for any text.'),
});

export const permissionsSchema = z
  .strictObject({
    rules: z
      .array(ruleSchema)
      .default([
        {
          name: 'owners',
          allow: [...actionNames],
          to: ['owner'],
          environments: ['*'],
          services: ['*'],
        },
      ])
      .describe(
        'Who may do what. Rules only allow: what no rule allows is refused. Your list takes the place of the default, which lets the owners.',
      ),
    rollback: z
      .strictObject({
        teams: z
          .array(nameField('a team'))
          .default([])
          .describe(
            'Teams that may roll back any service anywhere: short for a rule that allows them everything.',
          ),
      })
      .prefault({})
      .describe('Who may roll back, besides the rules.'),
  })
  .prefault({})
  .describe('Who may do what; "shipmate can" explains it.');
