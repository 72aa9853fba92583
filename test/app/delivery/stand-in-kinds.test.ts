import { afterEach, describe, expect, it } from 'vitest';
import { defaultWorkspace } from '../../../sandbox/slack/index.ts';
import { createAnswers } from '../../../src/app/answers.ts';
import type { SubjectSource } from '../../../src/app/delivery/subject-source.ts';
import { priorities } from '../../../src/app/priorities.ts';
import type { Subject } from '../../../src/ports.ts';
import { clock, fallback, type OnStandIn, setUpOnStandIn } from './on-stand-in.ts';

const payments = 'C0PAYMENTS';
const said = (text: string) => ({
  text,
  blocks: [{ type: 'section', text: { type: 'plain_text', text } }],
});

describe('files, on the Slack stand-in', () => {
  let scene: OnStandIn;

  afterEach(() => scene.close());

  /** The replies in the thread of the only card. */
  function thread(channel: string) {
    const [card] = scene.standIn.messages(channel);
    return scene.standIn.thread(channel, card?.ts ?? '').slice(1);
  }

  async function attachTo(channel: string, text: string): Promise<void> {
    await scene.change({ label: 'v43', channel });
    await scene.attach(text);
    await scene.delivery.whenIdle();
  }

  it('are uploaded into the thread of the card, with every character', async () => {
    scene = await setUpOnStandIn();
    const text = 'starting ⚓\nfatal: "cannot start"\n';

    await attachTo('#team-payments', text);

    const [reply, ...more] = thread(payments);
    expect(more).toEqual([]);
    expect(reply?.files).toEqual([
      expect.objectContaining({ name: 'payments-api.log', title: 'Whole log', content: text }),
    ]);
  });

  it('of a megabyte arrive whole', async () => {
    scene = await setUpOnStandIn();

    await attachTo('#team-payments', 'x'.repeat(1_000_000));

    expect(thread(payments)[0]?.files[0]?.size).toBe(1_000_000);
  });

  it.each([
    ['the answer to the sharing is lost', { method: 'files.completeUploadExternal', dropAfterAccept: true }],
    ['the sharing is not done', { method: 'files.completeUploadExternal', status: 503 }],
    ['the answer to the upload is lost', { method: 'upload', dropAfterAccept: true }],
    ['the upload fails', { method: 'upload', status: 500 }],
    ['the upload has expired', { method: 'upload', status: 404 }],
    ['the ticket is refused for a moment', { method: 'files.getUploadURLExternal', retryAfter: 1 }],
  ])('are there once when %s', async (_what, fault) => {
    scene = await setUpOnStandIn();
    scene.standIn.faults.next(fault);

    await attachTo('#team-payments', 'a log');

    expect(thread(payments).map(({ files }) => files.length)).toEqual([1]);
  });

  it('are there once when both the answer to the card and that to the sharing are lost', async () => {
    scene = await setUpOnStandIn();
    scene.standIn.faults.next({ method: 'chat.postMessage', dropAfterAccept: true });
    scene.standIn.faults.next({ method: 'files.completeUploadExternal', dropAfterAccept: true });

    await attachTo('#team-payments', 'a log');

    expect(thread(payments).map(({ files }) => files.length)).toEqual([1]);
  });

  it('are said to be missing where the bot is no member and may not join, which posting does not need', async () => {
    const scopes = defaultWorkspace.scopes.filter((scope) => scope !== 'channels:join');
    scene = await setUpOnStandIn({ slack: { scopes } });

    await attachTo('#general', 'a log');

    expect(thread('C0GENERAL').map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Whole log could not be attached: .*Type \/invite @Shipmate here/),
    ]);
    expect(scene.texts(fallback)).toEqual([expect.stringMatching(/^I cannot attach files in <#C0GENERAL>/)]);
  });

  it('are attached in a public channel that the bot has only posted to: it joins', async () => {
    scene = await setUpOnStandIn();

    await attachTo('#general', 'a log');

    expect(thread('C0GENERAL').map(({ files }) => files.length)).toEqual([1]);
    expect(scene.texts(fallback)).toEqual([]);
  });

  it('are said to be missing when the app may not write files, and nothing else stops', async () => {
    const scopes = defaultWorkspace.scopes.filter((scope) => scope !== 'files:write');
    scene = await setUpOnStandIn({ slack: { scopes } });

    await attachTo('#team-payments', 'a log');
    await scene.change({ label: 'v44' });
    await scene.delivery.whenIdle();

    expect(thread(payments).map(({ text }) => text)).toEqual([expect.stringContaining('files:write')]);
    expect(scene.texts(payments)).toEqual(['card v44']);
  });

  it('that are empty are never sent', async () => {
    scene = await setUpOnStandIn();

    await attachTo('#team-payments', '');

    expect(thread(payments)).toEqual([]);
    expect(scene.standIn.requests.map(({ method }) => method)).toEqual(['chat.postMessage']);
  });
});

describe('what one person sees, on the Slack stand-in', () => {
  let scene: OnStandIn;

  afterEach(() => scene.close());

  async function tell(channel: string, user: string): Promise<void> {
    const answers = createAnswers({
      store: scene.store,
      clock,
      ids: { next: () => 'answer-1' },
      onStored: () => scene.delivery.nudge(),
    });
    await answers.tell({ channel, user, message: said('You are in team search.') });
    await scene.delivery.whenIdle();
  }

  it('is an answer where they asked', async () => {
    scene = await setUpOnStandIn();

    await tell(payments, 'U0MEI');

    expect(scene.standIn.ephemerals(payments, 'U0MEI').map(({ text }) => text)).toEqual([
      'You are in team search.',
    ]);
    expect(scene.texts(payments)).toEqual([]);
  });

  it.each([
    ['the bot is no member of the channel', 'C0GENERAL', 'U0ADA'],
    ['the person is no member of the channel', 'C0SEARCH', 'U0ADA'],
  ])('is a direct message when %s', async (_what, channel, user) => {
    scene = await setUpOnStandIn();

    await tell(channel, user);

    expect(scene.texts(user)).toEqual([
      `You asked in <#${channel}>, where I cannot answer you. You are in team search.`,
    ]);
    expect(scene.standIn.ephemerals(channel, user)).toEqual([]);
  });

  it('is nothing, and nothing else stops, when the app may not open direct messages', async () => {
    const scopes = defaultWorkspace.scopes.filter((scope) => scope !== 'im:write');
    scene = await setUpOnStandIn({ slack: { scopes } });

    await tell('C0SEARCH', 'U0ADA');
    await scene.change({ label: 'v42' });
    await scene.delivery.whenIdle();

    expect(scene.texts(payments)).toEqual(['card v42']);
    expect(await scene.store.dirtyMessages(9)).toEqual([]);
  });

  it('is a direct message, found again when the answer to its post was lost, and edited later', async () => {
    let text = 'v42 is rolling out';
    const person: SubjectSource = {
      isMovable: false,
      load: async () => () => ({ kind: 'message', message: said(text) }),
    };
    scene = await setUpOnStandIn({ sources: { person } });
    scene.standIn.faults.next({ method: 'chat.postMessage', dropAfterAccept: true });
    const show = async (next: string) => {
      text = next;
      await mark({ kind: 'person', id: 'U0ADA' }, 'U0ADA');
    };

    await show('v42 is rolling out');
    await show('v42 is live');

    expect(scene.texts('U0ADA')).toEqual(['v42 is live']);
  });

  it('is a Home tab, published anew when it changes', async () => {
    let text = 'all is well';
    const home: SubjectSource = {
      isMovable: false,
      transport: () => 'view',
      load: async () => () => ({ kind: 'view', view: { type: 'home', blocks: said(text).blocks } }),
    };
    scene = await setUpOnStandIn({ sources: { home } });
    const subject = { kind: 'home', id: 'U0ADA' } as const;

    await mark(subject, 'U0ADA');
    text = 'something is red';
    await mark(subject, 'U0ADA');

    const view = scene.standIn.home('U0ADA');
    expect(view === undefined ? '' : scene.standIn.describeView(view)).toContain('something is red');
  });

  async function mark(subject: Subject, channel: string): Promise<void> {
    const at = clock.now();
    await scene.store.markDirty({ subject, slot: 'main', channel, priority: priorities.urgent, at });
    scene.delivery.nudge();
    await scene.delivery.whenIdle();
  }
});
