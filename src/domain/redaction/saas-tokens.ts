import { isMixed } from './randomness.ts';
import { type TokenRule, tokenPattern } from './token-rule.ts';

/** Keys of services that a program calls. */
export const saasTokens: readonly TokenRule[] = [
  {
    id: 'slack-token',
    hints: ['xox', 'xapp-'],
    pattern: tokenPattern('(?:xox[a-z](?:\\.xox[a-z])?-[A-Za-z0-9-]{10,}|xapp-\\d-[A-Za-z0-9-]{10,})'),
  },
  {
    id: 'webhook-url',
    hints: ['hooks.slack', 'webhook.office.com', 'logic.azure.com', '/api/webhooks/', 'chat.googleapis.com'],
    pattern:
      /(?:hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks|webhook\.office\.com\/webhookb2|logic\.azure\.com(?::443)?\/workflows|chat\.googleapis\.com\/v1\/spaces)\/([A-Za-z0-9_%./?=&:@~-]{10,})/dg,
  },
  {
    id: 'discord-token',
    hints: ['.'],
    pattern: tokenPattern(
      '(?<![_.-])[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,45}(?![\\w-])',
    ),
    isSecret: isMixed,
  },
  {
    id: 'telegram-token',
    hints: [':AA'],
    pattern: /(?<!\d)\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/dg,
  },
  {
    id: 'stripe-key',
    hints: ['_live_', '_test_', 'whsec_'],
    pattern: tokenPattern('(?:[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{20,})'),
  },
  { id: 'square-token', hints: ['sq0'], pattern: tokenPattern('sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{20,}') },
  { id: 'shopify-token', hints: ['shp'], pattern: tokenPattern('shp(?:at|ca|pa|ss|ua)_[a-fA-F0-9]{32}') },
  { id: 'twilio-key', hints: ['SK'], pattern: tokenPattern('SK[a-f0-9]{32}(?![A-Za-z0-9])') },
  {
    id: 'sendgrid-key',
    hints: ['SG.'],
    pattern: tokenPattern('SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}'),
  },
  { id: 'mailgun-key', hints: ['key-'], pattern: tokenPattern('key-[a-f0-9]{32}(?![A-Za-z0-9])') },
  { id: 'mailchimp-key', hints: ['-us'], pattern: tokenPattern('[a-f0-9]{32}-us\\d{1,2}(?!\\d)') },
  {
    id: 'brevo-key',
    hints: ['xkeysib-'],
    pattern: tokenPattern('xkeysib-[a-f0-9]{40,}(?:-[A-Za-z0-9]{8,})?'),
  },
  {
    id: 'new-relic-key',
    hints: ['NR'],
    pattern: tokenPattern('(?:NR(?:AK|II|IQ|RA)-[A-Za-z0-9_-]{20,}|[a-z0-9]{36}NRAL)'),
  },
  { id: 'sentry-token', hints: ['sntry'], pattern: tokenPattern('sntry[sua]_[A-Za-z0-9_=+/-]{30,}') },
  {
    id: 'grafana-token',
    hints: ['glc_', 'glsa_'],
    pattern: tokenPattern('gl(?:c|sa)_[A-Za-z0-9_=+/-]{20,}'),
  },
  { id: 'honeycomb-key', hints: ['hca', 'hci'], pattern: tokenPattern('hc[abi](?:ik|lk|mk)_[a-z0-9]{30,}') },
  {
    id: 'dynatrace-token',
    hints: ['dt0'],
    pattern: tokenPattern('dt0[a-z]\\d\\d\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}'),
  },
  { id: 'datadog-key', hints: ['ddapp_', 'ddpat_'], pattern: tokenPattern('dd(?:app|pat)_[A-Za-z0-9]{20,}') },
  {
    id: 'pagerduty-key',
    hints: ['pdus+', 'pdeu+'],
    pattern: tokenPattern('pd(?:us|eu)\\+_[A-Za-z0-9_+-]{18,}'),
  },
  {
    id: 'pagerduty-key',
    // A user's token of the REST API.
    hints: ['u+'],
    pattern: tokenPattern('u\\+[A-Za-z0-9_-]{18}(?![A-Za-z0-9_-])'),
    isSecret: isMixed,
  },
  {
    id: 'pagerduty-key',
    // Where an event is sent to: the key is 32 characters without any form of its own.
    hints: ['outing', 'OUTING', 'ntegration', 'NTEGRATION', 'ervice', 'ERVICE', 'ager', 'AGER', 'pd', 'PD'],
    pattern:
      /(?<![A-Za-z0-9])(?:(?:x-)?routing|integration|service|pager_?duty|pd)[ _-]?(?:(?:routing|integration|service|api)[ _-]?)?key["'\\]{0,8}(?:\s{0,4}(?:=>|[:=])|\sis(?=\s)|(?=\s))[\s"'\\[]{0,8}([A-Za-z0-9]{32})(?![A-Za-z0-9])/dgi,
  },
  {
    id: 'pagerduty-key',
    hints: ['pagerduty.com'],
    pattern: /pagerduty\.com(?::\d{1,5})?\/(?:[\w.-]{1,40}\/){1,4}([A-Za-z0-9]{32})(?![A-Za-z0-9])/dg,
  },
  { id: 'opsgenie-key', hints: ['GenieKey'], pattern: /GenieKey\s{1,4}([A-Za-z0-9-]{20,})/dg },
  {
    id: 'launchdarkly-key',
    hints: ['sdk-', 'mob-', 'api-'],
    pattern: tokenPattern(
      '(?:sdk|mob|api)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(?![\\w-])',
    ),
  },
  { id: 'netlify-token', hints: ['nfp_'], pattern: tokenPattern('nfp_[A-Za-z0-9]{36,}') },
  { id: 'render-key', hints: ['rnd_'], pattern: tokenPattern('rnd_[A-Za-z0-9]{24,}'), isSecret: isMixed },
  { id: 'hubspot-token', hints: ['pat-'], pattern: tokenPattern('pat-(?:na|eu|ap)\\d-[a-f0-9-]{36}') },
  { id: 'notion-token', hints: ['ntn_'], pattern: tokenPattern('ntn_[A-Za-z0-9]{40,}') },
  { id: 'airtable-token', hints: ['pat'], pattern: tokenPattern('pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}') },
  { id: 'linear-key', hints: ['lin_'], pattern: tokenPattern('lin_(?:api|oauth)_[A-Za-z0-9]{30,}') },
  { id: 'figma-token', hints: ['figd_'], pattern: tokenPattern('figd_[A-Za-z0-9_-]{30,}') },
  { id: 'postman-key', hints: ['PMAK-'], pattern: tokenPattern('PMAK-[a-f0-9]{24}-[a-f0-9]{34}') },
  {
    id: 'mapbox-token',
    hints: ['sk.eyJ'],
    pattern: tokenPattern('sk\\.eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{16,}'),
  },
  { id: 'facebook-token', hints: ['EAA'], pattern: tokenPattern('EAA[A-Za-z0-9]{80,}') },
  {
    id: 'ai-api-key',
    hints: ['sk-', 'hf_', 'r8_', 'gsk_', 'xai-', 'pplx-'],
    pattern: tokenPattern('(?:sk-[A-Za-z0-9_-]{20,}|(?:hf_|r8_|gsk_|xai-|pplx-)[A-Za-z0-9]{30,})'),
    // Names of CSS classes begin with `sk-` too.
    isSecret: isMixed,
  },
];
