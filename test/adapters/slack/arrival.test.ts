import { describe, expect, it } from 'vitest';
import { toArrival } from '../../../src/adapters/slack/arrival.ts';
import { classify } from '../../../src/adapters/slack/classify.ts';

const event = (inner: object, more: object = {}) => ({
  type: 'event_callback',
  team_id: 'T1',
  event_id: 'Ev123',
  event: { type: 'message', ...inner },
  ...more,
});
const press = (action: object, more: object = {}) => ({
  type: 'block_actions',
  user: { id: 'U1' },
  trigger_id: '12.34.ab',
  actions: [{ type: 'button', action_id: 'rollout.roll-back', action_ts: '1.2', ...action }],
  ...more,
});
const view = { id: 'V1', hash: '156.abc', private_metadata: 'offer-1' };
const submission = (more: object = {}) => ({
  type: 'view_submission',
  user: { id: 'U1' },
  trigger_id: '12.34.ab',
  view,
  ...more,
});
const command = { command: '/oncall', user_id: 'U1', trigger_id: '12.34.ab', text: 'payments' };

describe('the key of a request', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['an event', event({}), 'event/Ev123'],
    ['a press', press({ value: 'offer-1' }), 'block_actions/12.34.ab/rollout.roll-back/1.2'],
    ['a press in a dialog', press({}, { view }), 'block_actions/12.34.ab/rollout.roll-back/1.2'],
    ['a submission', submission(), 'view_submission/12.34.ab/V1/156.abc'],
    ['a command', command, 'command/12.34.ab'],
    [
      'a shortcut',
      { type: 'shortcut', user: { id: 'U1' }, callback_id: 'page', trigger_id: '1.2.c' },
      'shortcut/1.2.c',
    ],
  ])('of %s is what Slack knows it by', (_, body, key) => {
    expect(toArrival('slack', body).key).toBe(key);
  });

  it('is the same for an event that Slack sends again, whatever stands around it', () => {
    const again = event({}, { event_time: 1, authorizations: [{ user_id: 'U2' }] });

    expect(toArrival('slack', again).key).toBe(toArrival('slack', event({})).key);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['two presses', press({}), press({}, { trigger_id: '12.34.ac' })],
    ['two submissions of one dialog', submission(), submission({ trigger_id: '12.34.ac' })],
    [
      'a dialog that was closed without an id',
      submission({ type: 'view_closed', trigger_id: undefined }),
      { ...submission({ type: 'view_closed', trigger_id: undefined }), is_cleared: true },
    ],
  ])('tells %s apart', (_, one, other) => {
    expect(toArrival('slack', one).key).not.toBe(toArrival('slack', other).key);
  });

  it.each(['Ev\u0000', 'Ev 1', 'E'.repeat(300), '\u001b[31m', ''])('never carries an id such as %j', (id) => {
    const { key, subject } = toArrival('slack', { ...event({ channel: id }), event_id: id, team_id: id });

    expect(key).toMatch(/^slack\/[0-9a-f]{64}$/);
    expect(subject).toBe('workspace');
  });
});

describe('the subject of a request', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['what is said in a channel', event({ channel: 'C1', user: 'U1' }), 'channel/C1'],
    ['a channel that is renamed', event({ channel: { id: 'C1', name: 'new' } }), 'channel/C1'],
    ['a reaction', event({ item: { channel: 'C1', ts: '1' }, user: 'U1' }), 'channel/C1'],
    ['a person who changed', event({ user: { id: 'U1' } }), 'user/U1'],
    ['the workspace', event({}), 'team/T1'],
    ['a press on a card', press({ value: 'offer-1' }), 'about/offer-1'],
    ['its dialog', submission(), 'about/offer-1'],
    [
      'a dialog that keeps more than an id',
      submission({ view: { ...view, private_metadata: '{"a": 1}' } }),
      'user/U1',
    ],
    ['a menu', press({ selected_option: {} }), 'user/U1'],
    ['a command', command, 'user/U1'],
  ])('is right for %s', (_, body, subject) => {
    expect(toArrival('slack', body).subject).toBe(subject);
  });
});

describe('what Slack sends', () => {
  it.each<[string, Record<string, unknown>, object]>([
    [
      'a proof of the address',
      { type: 'url_verification', challenge: 'x' },
      { kind: 'handshake', answer: { challenge: 'x' } },
    ],
    ['a check of the certificate', { ssl_check: '1' }, { kind: 'handshake' }],
    ['the choices of a menu', { type: 'block_suggestion', user: { id: 'U1' } }, { kind: 'lookup' }],
    ['a warning', { type: 'app_rate_limited', minute_rate_limited: 1 }, { kind: 'rate-limited' }],
    ['an event', event({}), { kind: 'stored', isAnswered: false, arrival: { source: 'slack-event' } }],
    ['a press', press({}), { kind: 'stored', isAnswered: false, arrival: { source: 'slack-interaction' } }],
    [
      'a submission',
      submission(),
      { kind: 'stored', isAnswered: true, arrival: { source: 'slack-interaction' } },
    ],
    ['a command', command, { kind: 'stored', isAnswered: true, arrival: { source: 'slack-command' } }],
  ])('is known: %s', (_, body, request) => {
    expect(classify(body)).toMatchObject(request);
  });

  it('is stored whole', () => {
    const { body } = toArrival('slack', event({ text: 'hello' }));

    expect(JSON.parse(body)).toEqual(event({ text: 'hello' }));
  });
});
