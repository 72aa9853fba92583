import type { FastifyInstance } from 'fastify';
import type { Actor, Choice, Delivery, ElementTarget, Entries, SlackStandIn } from '../slack/index.ts';
import { isJsonObject, type JsonObject, stringAt } from '../slack/json.ts';
import type { PageOptions } from './server.ts';

/** What a person does on the page: everything goes through the same Actor the tests use. */
export function registerActions(app: FastifyInstance, { slack, deployer }: PageOptions): void {
  app.post('/api/act', async ({ body }) => {
    const asked = isJsonObject(body) ? body : {};
    const act = acts[stringAt(asked, 'act') ?? ''];
    if (!act) throw new Error(`The page knows no act "${String(asked['act'])}".`);
    return outcome(await act(slack.as(required(asked, 'as')), asked, slack));
  });

  app.post('/api/deploy', async ({ body }) => {
    const asked = isJsonObject(body) ? body : {};
    await deployer.deploy(required(asked, 'service'), required(asked, 'behaviour'));
    return { ok: true };
  });

  app.post('/api/push', async ({ body }) => {
    const asked = isJsonObject(body) ? body : {};
    await deployer.push(required(asked, 'service'));
    return { ok: true };
  });
}

type Act = (actor: Actor, asked: JsonObject, slack: SlackStandIn) => Promise<Delivery | undefined>;

const acts: Readonly<Record<string, Act>> = {
  click: (actor, asked) => actor.click(target(asked)),
  select: (actor, asked) => actor.select(target(asked), choice(asked['choice'])),
  submit: (actor, asked) => actor.submit(entries(asked['entries'])),
  'close-view': (actor) => actor.closeView(),
  command: (actor, asked) =>
    actor.command(required(asked, 'command'), stringAt(asked, 'text') ?? '', required(asked, 'channel')),
  'open-home': (actor) => actor.openHome(),
  async say(actor, asked) {
    actor.say(required(asked, 'channel'), escapeTyped(required(asked, 'text')), stringAt(asked, 'threadTs'));
    return undefined;
  },
};

/** What a person types is text: Slack's client escapes it before it is sent. */
function escapeTyped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A delivery as the page shows it: Slack's warning sign when the bot did not take it. */
function outcome(delivery: Delivery | undefined) {
  if (!delivery?.isSent) return { ok: true };
  const isTaken = delivery.status >= 200 && delivery.status < 300;
  const trouble = delivery.status === 0 ? 'did not answer' : `answered with status ${delivery.status}`;
  return isTaken
    ? { ok: true }
    : { ok: false, error: `Shipmate ${trouble}. Slack would show a warning here.` };
}

function target(asked: JsonObject): ElementTarget {
  const optional = (key: 'channel' | 'ts' | 'actionId' | 'blockId') => {
    const value = stringAt(asked, key);
    return value === undefined ? {} : { [key]: value };
  };
  return {
    ...optional('channel'),
    ...optional('ts'),
    ...optional('actionId'),
    ...optional('blockId'),
    ...(asked['home'] === true ? { home: true } : {}),
    ...(typeof asked['confirm'] === 'boolean' ? { confirm: asked['confirm'] } : {}),
  };
}

function choice(value: unknown): Choice {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : null;
}

function entries(value: unknown): Entries {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, choice(entry)]));
}

function required(asked: JsonObject, key: string): string {
  const value = stringAt(asked, key);
  if (value === undefined || value === '') throw new Error(`The request says no ${key}.`);
  return value;
}
