import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fallback, type OnStandIn, setUpOnStandIn } from './on-stand-in.ts';

const payments = 'C0PAYMENTS';

/**
 * Every error of Slack's that has a decision, answered by the stand-in itself: after it, what people see where, and what
 * an operator is told.
 */
describe('what becomes of a card that Slack refuses', () => {
  let scene: OnStandIn;

  beforeEach(async () => {
    scene = await setUpOnStandIn();
    await scene.change({ label: 'v42' });
    await scene.delivery.whenIdle();
  });

  afterEach(() => scene.close());

  interface Row {
    /** The card was edited for v43. */
    readonly here: readonly unknown[];
    readonly elsewhere?: readonly unknown[];
    /** How often it is refused. */
    readonly times?: number;
    readonly errors?: number;
  }

  it.each<[string, Row]>([
    ['message_not_found', { here: ['card v42', 'card v43'] }],
    ['edit_window_closed', { here: ['card v42', 'card v43'] }],
    ['cant_update_message', { here: ['card v42', 'card v43'] }],
    ['block_mismatch', { here: ['card v42', 'card v43'] }],
    ['msg_too_long', { here: ['card v43'] }],
    ['msg_blocks_too_long', { here: ['card v43'], times: 2 }],
    ['invalid_blocks', { here: ['card v43'] }],
    ['channel_not_found', { here: ['card v42'], elsewhere: [/does not exist.* card v43$/], errors: 1 }],
    ['is_archived', { here: ['card v42'], elsewhere: [/is archived.* card v43$/], errors: 1 }],
    ['not_in_channel', { here: ['card v42'], elsewhere: [/\/invite @Shipmate in .* card v43$/], errors: 1 }],
    ['restricted_action', { here: ['card v42'], elsewhere: [/does not let me post.* card v43$/], errors: 1 }],
    ['token_revoked', { here: ['card v43'], errors: 1, times: 3 }],
    ['account_inactive', { here: ['card v43'], errors: 1, times: 3 }],
    ['invalid_auth', { here: ['card v43'], errors: 1, times: 3 }],
    ['update_failed', { here: ['card v43'], times: 2 }],
    // Slack may have done it, and may yet: once it cannot any more, it is sent once more.
    ['internal_error', { here: ['card v43'], times: 3 }],
    [
      'never_heard_of',
      { here: ['card v42'], elsewhere: [/could not be shown: .*never_heard_of/], errors: 1 },
    ],
  ])('%s', async (error, { here, elsewhere = [], times = 1, errors = 0 }) => {
    scene.standIn.faults.next({ method: 'chat.update', error, times });

    await scene.change({ label: 'v43' });
    await scene.delivery.whenIdle();

    const match = (text: unknown) => (text instanceof RegExp ? expect.stringMatching(text) : text);
    expect(scene.texts(payments)).toEqual(here.map(match));
    expect(scene.texts(fallback)).toEqual(elsewhere.map(match));
    expect(scene.log.at('error')).toHaveLength(errors);
  });

  it.each([
    ['a channel that was archived', '#old-deploys', /#old-deploys is archived/],
    ['a private channel without the bot', '#incident-leads', /#incident-leads does not exist, or is private/],
    ['a channel that never was', '#no-such-team', /#no-such-team does not exist/],
  ])('goes to the fallback channel from %s', async (_what, channel, words) => {
    await scene.change({ card: 'card-2', label: 'v7', channel });
    await scene.delivery.whenIdle();

    expect(scene.texts(fallback)).toEqual([expect.stringMatching(words)]);
  });
});
