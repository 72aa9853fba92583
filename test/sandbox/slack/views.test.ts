import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from './support/bot.ts';
import { errorOf } from './support/error-of.ts';

const channel = 'C0PAYMENTS';
const ada = 'U0ADA';
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (more: object = {}) => ({
  type: 'modal' as const,
  title: plain('Title'),
  blocks: [{ type: 'divider' as const }],
  ...more,
});

let now: number;
let bot: TestBot;
let triggers: string[];
beforeEach(async () => {
  now = Date.now();
  bot = await startTestBot({ now: () => now });
  triggers = [];
  bot.app.command('/try', async ({ ack, body }) => {
    triggers.push(body.trigger_id);
    await ack();
  });
});
afterEach(() => bot.close());

async function newTrigger(): Promise<string> {
  await bot.slack.as(ada).command('/try', '', channel);
  return triggers.at(-1) ?? '';
}

describe('trigger ids', () => {
  it('serve once', async () => {
    const trigger_id = await newTrigger();
    await bot.client.views.open({ trigger_id, view: modal() });

    expect(await errorOf(bot.client.views.open({ trigger_id, view: modal() }))).toMatchObject({
      error: 'exchanged_trigger_id',
    });
  });

  it('expire after three seconds', async () => {
    const trigger_id = await newTrigger();
    now += 3001;

    expect(await errorOf(bot.client.views.open({ trigger_id, view: modal() }))).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  it('cannot be made up', async () => {
    expect(await errorOf(bot.client.views.open({ trigger_id: '1.2.3', view: modal() }))).toMatchObject({
      error: 'invalid_trigger_id',
    });
  });
});

describe('modals', () => {
  it('say where they are wrong', async () => {
    const view = modal({ title: plain('x'.repeat(25)) });

    expect(await errorOf(bot.client.views.open({ trigger_id: await newTrigger(), view }))).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    });
  });

  it('stack three deep', async () => {
    const { view: root } = await bot.client.views.open({ trigger_id: await newTrigger(), view: modal() });
    const { view: second } = await bot.client.views.push({ trigger_id: await newTrigger(), view: modal() });
    await bot.client.views.push({ trigger_id: await newTrigger(), view: modal() });

    const fourth = errorOf(bot.client.views.push({ trigger_id: await newTrigger(), view: modal() }));

    expect(second).toMatchObject({ root_view_id: root?.id, previous_view_id: root?.id });
    expect(await fourth).toMatchObject({ error: 'push_limit_reached' });
    expect(bot.slack.views(ada)).toHaveLength(3);
  });

  it('are updated by id, by external id, and only with the newest hash', async () => {
    const { view } = await bot.client.views.open({
      trigger_id: await newTrigger(),
      view: modal({ external_id: 'mine' }),
    });
    await bot.client.views.update({
      external_id: 'mine',
      view: modal({ title: plain('Second'), external_id: 'mine' }),
    });

    const stale = errorOf(
      bot.client.views.update({ view_id: String(view?.id), hash: String(view?.hash), view: modal() }),
    );
    const unknown = errorOf(bot.client.views.update({ view_id: 'V0', view: modal() }));
    const twin = errorOf(
      bot.client.views.open({ trigger_id: await newTrigger(), view: modal({ external_id: 'mine' }) }),
    );

    expect(await stale).toMatchObject({ error: 'hash_conflict' });
    expect(await unknown).toMatchObject({ error: 'not_found' });
    expect(await twin).toMatchObject({ error: 'duplicate_external_id' });
    expect(bot.slack.views(ada)[0]?.definition['title']).toEqual(plain('Second'));
  });

  it('answer a submission with update, push and clear', async () => {
    const answers = [
      { response_action: 'update' as const, view: modal({ title: plain('Updated'), callback_id: 'form' }) },
      { response_action: 'push' as const, view: modal({ title: plain('Pushed'), callback_id: 'form' }) },
      { response_action: 'clear' as const },
    ];
    bot.app.view('form', async ({ ack }) => {
      const answer = answers.shift();
      await (answer ? ack(answer) : ack());
    });
    await bot.client.views.open({ trigger_id: await newTrigger(), view: modal({ callback_id: 'form' }) });
    const titles = () => bot.slack.views(ada).map((view) => view.definition['title']);

    await bot.slack.as(ada).submit();
    expect(titles()).toEqual([plain('Updated')]);
    await bot.slack.as(ada).submit();
    expect(titles()).toEqual([plain('Updated'), plain('Pushed')]);
    await bot.slack.as(ada).submit();
    expect(titles()).toEqual([]);
  });

  it('tell the bot when they are closed, if it asked', async () => {
    const closed: boolean[] = [];
    bot.app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, body }) => {
      closed.push('is_cleared' in body && body.is_cleared === true);
      await ack();
    });
    await bot.client.views.open({
      trigger_id: await newTrigger(),
      view: modal({ callback_id: 'form', notify_on_close: true }),
    });

    await bot.slack.as(ada).closeView();

    expect(closed).toEqual([false]);
    expect(bot.slack.views(ada)).toEqual([]);
  });

  it('are not sent while a required input is empty', async () => {
    const input = {
      type: 'input' as const,
      block_id: 'why',
      label: plain('Why'),
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    };
    await bot.client.views.open({
      trigger_id: await newTrigger(),
      view: modal({ submit: plain('Send'), blocks: [input] }),
    });

    await expect(bot.slack.as(ada).submit()).rejects.toThrow('why must be filled in');
  });

  it('carry what a person chose', async () => {
    const chosen: unknown[] = [];
    bot.app.view('form', async ({ ack, view }) => {
      chosen.push(view.state.values);
      await ack();
    });
    const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
    const blocks = [
      {
        type: 'input',
        block_id: 'who',
        label: plain('Who'),
        element: { type: 'users_select', action_id: 'user', initial_user: 'U0MEI' },
      },
      {
        type: 'input',
        block_id: 'how',
        label: plain('How'),
        element: { type: 'static_select', action_id: 'level', options: [option('high'), option('low')] },
      },
      {
        type: 'input',
        block_id: 'note',
        optional: true,
        label: plain('Note'),
        element: { type: 'plain_text_input', action_id: 'text' },
      },
    ];
    await bot.client.apiCall('views.open', {
      trigger_id: await newTrigger(),
      view: modal({ callback_id: 'form', submit: plain('Send'), blocks }),
    });

    await bot.slack.as(ada).submit({ how: 'LOW' });

    expect(chosen).toEqual([
      {
        who: { user: { type: 'users_select', selected_user: 'U0MEI' } },
        how: { level: { type: 'static_select', selected_option: option('low') } },
        note: { text: { type: 'plain_text_input', value: null } },
      },
    ]);
  });
});

describe('the Home tab', () => {
  it('is published to a person, guarded by its hash', async () => {
    bot.app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [{ type: 'divider' }] },
      });
    });
    await bot.slack.as(ada).openHome();
    const home = await bot.slack.waitFor(() => bot.slack.home(ada), { what: 'the Home tab' });

    const stale = errorOf(
      bot.client.views.publish({ user_id: ada, hash: 'old', view: { type: 'home', blocks: [] } }),
    );

    expect(home.type).toBe('home');
    expect(await stale).toMatchObject({ error: 'hash_conflict' });
  });
});
