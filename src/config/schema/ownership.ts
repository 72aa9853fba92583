import { z } from 'zod';
import { channelField, nameField, secretField, textField } from './fields.ts';

const memberField = textField(
  'an e-mail address or a Slack user id like "U0123ABCD"',
  /^([UW][A-Z0-9]{2,}|[^\s@]+@[^\s@]+)$/,
);

export const teamSchema = z.strictObject({
  name: nameField('a team').describe('Name of the team, as in the label shipmate.dev/team. Unique.'),
  channel: channelField().describe('Where the team\'s cards go: "#name" or a channel id.'),
  members: z
    .array(memberField)
    .default([])
    .describe('Who is in the team, by e-mail address or Slack user id: they may roll back its services.'),
  slackGroup: z
    .exactOptional(textField('the id of a Slack user group like "S0123ABCD"', /^S[A-Z0-9]{2,}$/))
    .describe('Slack user group whose members are in the team too.'),
});

export const serviceSchema = z.strictObject({
  name: nameField('a service').describe('Name of the service, as in app.kubernetes.io/name. Unique.'),
  team: nameField('a team').describe('The team that owns it; one of "teams".'),
  channel: z
    .exactOptional(channelField())
    .describe("Where the cards of this service go, if not to its team's channel."),
});

export const buildsSchema = z
  .strictObject({
    tokens: z
      .array(
        z.strictObject({
          service: textField(
            'the name of a service, or "*" for any',
            /^(\*|[A-Za-z0-9][A-Za-z0-9._-]{0,62})$/,
          ).describe('Service whose builds this token may report, or "*" for any.'),
          token: secretField(
            'a token of at least 8 characters without spaces',
            /^\S{8,}$/,
            'What the pipeline sends as "Authorization: Bearer …". Secret.',
          ),
        }),
      )
      .default([])
      .describe('Who may report build steps; with none, nobody may.'),
  })
  .prefault({})
  .describe('Build steps that pipelines report by PUT /v1/builds/{build}/steps/{step}.');
