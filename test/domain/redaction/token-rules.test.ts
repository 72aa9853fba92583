import { describe, expect, it } from 'vitest';
import { tokenRules } from '../../../src/domain/redaction/built-in-rules.ts';
import { redact } from '../../../src/domain/redaction/redaction.ts';
import { jwt, madeUp } from './made-up.ts';
import { tokenSamples } from './token-samples.ts';

const hexKey = madeUp(32, 'hex');

const samples = Object.entries(tokenSamples).flatMap(([rule, secrets]) =>
  secrets.map((secret) => [`${rule} ${secret.slice(0, 9)}`, rule, secret] as const),
);

/** Ways in which a token stands in a log; what is around it must stay. */
const surroundings: readonly (readonly [string, string])[] = [
  ['', ''],
  ['refused: ', ' is no longer valid'],
  ['{"given":"', '","status":401}'],
  ["args=['", "']"],
  ['line one\\n', '\\nline three'],
  ['?q=', '&page=2'],
  ['<', '>'],
];

describe('tokens that are known by their form', () => {
  it('all have a sample', () => {
    const ids = new Set(tokenRules.map(({ id }) => id));

    expect([...ids].toSorted()).toEqual(Object.keys(tokenSamples).toSorted());
  });

  it.each(samples)('%s is hidden wherever it stands', (_title, rule, secret) => {
    for (const [before, after] of surroundings) {
      expect(redact(`${before}${secret}${after}`).text).toBe(`${before}[hidden: ${rule}]${after}`);
    }
  });

  it.each(samples)('%s is not taken for one when it ends early', (_title, rule, secret) => {
    const stump = secret.slice(0, rule === 'jwt' ? 10 : 8);

    expect(redact(`see ${stump} there`).text).toBe(`see ${stump} there`);
  });

  it.each([
    [`AKIA${madeUp(16, 'capitals')}:`, madeUp(40), 'aws-secret-key'],
    [
      `https://b.s3.amazonaws.com/k?X-Amz-Date=20260102T030405Z&X-Amz-Signature=`,
      madeUp(64, 'hex'),
      'signed-url',
    ],
    ['https://acme.blob.core.windows.net/c/f?sv=2024-11-04&sr=b&sig=', `${madeUp(43)}%3D`, 'signed-url'],
    [
      'POST https://hooks.slack.com/services/',
      ['T012AB3CD', 'B045EF6GH', madeUp(24)].join('/'),
      'webhook-url',
    ],
    ['https://discord.com/api/webhooks/', `${'9'.repeat(18)}/${madeUp(68)}`, 'webhook-url'],
    ['{"routing_key":"', hexKey, 'pagerduty-key'],
    ['{\\"routing_key\\":\\"', hexKey, 'pagerduty-key'],
    ['PAGERDUTY_ROUTING_KEY=', hexKey, 'pagerduty-key'],
    ['X-Routing-Key: ', hexKey, 'pagerduty-key'],
    ['integration_key: ', hexKey, 'pagerduty-key'],
    ['integrationKey=', hexKey, 'pagerduty-key'],
    ["'service_key' => ", hexKey, 'pagerduty-key'],
    ['serviceKey:', hexKey, 'pagerduty-key'],
    ['PD_SERVICE_KEY=', hexKey.toUpperCase(), 'pagerduty-key'],
    ['pd-key ', `R0${madeUp(30)}`, 'pagerduty-key'],
    ['sent with routing key ', hexKey, 'pagerduty-key'],
    ['the integration key is ', hexKey, 'pagerduty-key'],
    ['POST https://events.pagerduty.com/integration/', hexKey, 'pagerduty-key'],
    ['POST https://events.eu.pagerduty.com:443/v1/alerts/', hexKey, 'pagerduty-key'],
    ['https:\\/\\/events.pagerduty.com\\/integration\\/', hexKey, 'pagerduty-key'],
    ['GenieKey ', '12345678-90ab-4cde-8f01-234567890abc', 'opsgenie-key'],
    ['{"kty":"EC","crv":"P-256","d":"', madeUp(43), 'private-key'],
    ['{\\"kty\\":\\"RSA\\",\\"dp\\":\\"', madeUp(86), 'private-key'],
  ])('after %s', (before, secret, rule) => {
    const { text } = redact(`${before}${secret} failed`);

    expect(text).toContain(`[hidden: ${rule}] failed`);
    expect(text).not.toContain(secret);
  });

  it('hides a token that was cut after its claims', () => {
    const [head = '', claims = ''] = jwt().split('.');

    expect(redact(`${head}.${claims}.`).text).toBe('[hidden: jwt]');
  });

  it.each([
    'npm_lifecycle_event=postinstall npm_package_config_registry_url_is_not_a_token',
    'sk-toggleable__content sk-estimator-id-1 sk-folding-cube-animation-container',
    'commit 8f3c2d1a9b7e6f5d4c3b2a190817263544536271',
    `image registry.example/payments@sha256:${madeUp(64, 'hex')}`,
    'trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7',
    'request 123e4567-e89b-12d3-a456-426614174000 took 12 ms',
    'this.s.connection.pool.acquire is not a function',
    'ghp_short glpat-x xoxb-1 AKIAIOSF eyJ sk_live_',
    'SGVsbG8gd29ybGQ= is hello world',
    'POST /v1/users/EAAB 200 10.0.0.7 2026-01-02T03:04:05.678Z',
    'version v1.0-rc1-20260102 of lib_v1_compat',
    'routing_key=orders.created integration: 7',
    `deploy of service ${madeUp(32, 'hex')} and trace ${madeUp(32, 'hex')}`,
    'https://events.pagerduty.com/v2/enqueue answered 202',
    '{"d":"2026-01-02T03:04:05.678Z","k":"payments-api-cards-v2","p":1}',
    'u+200b sdk-1.2.3 api-gateway-7c9f rnd_number_generator_is_seeded',
    'https://hooks.slack.com/docs and https://discord.com/api/v10/gateway',
  ])('shows %s', (line) => {
    expect(redact(line)).toEqual({ text: line, hidden: [] });
  });
});
