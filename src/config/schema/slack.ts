import { z } from 'zod';
import { channelField, secretField, urlField } from './fields.ts';

export const slackSchema = z
  .strictObject({
    botToken: secretField(
      'a bot token, which begins with "xoxb-"',
      /^(xoxe\.)?xoxb-\S+$/,
      'Bot User OAuth Token of the Slack app, from "OAuth & Permissions". Secret.',
    ),
    signingSecret: secretField(
      'the signing secret of the Slack app',
      /^\S+$/,
      'Signing Secret of the Slack app, from "Basic Information": proves that a request came from Slack. Secret.',
    ),
    apiUrl: urlField('https://slack.com/api/')
      .transform((url) => (url.endsWith('/') ? url : `${url}/`))
      .prefault('https://slack.com/api/')
      .describe("Base URL of Slack's Web API, for a proxy or a stand-in."),
    fallbackChannel: z
      .exactOptional(channelField())
      .describe(
        'Where a card goes when nobody owns the service, or when its own channel cannot be posted to.',
      ),
    renderer: z
      .enum(['plan', 'plain'])
      .default('plan')
      .describe(
        'How cards are drawn: with Slack\'s plan and task blocks ("plan"), or with sections only ("plain").',
      ),
  })
  .describe('The Slack app that Shipmate speaks through.');
