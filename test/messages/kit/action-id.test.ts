import { describe, expect, it } from 'vitest';
import {
  muteAction,
  muteLongerAction,
  reasonInput,
  rollBackAction,
  rollbackModal,
  unmuteAction,
  unmuteServiceAction,
} from '../../../messages/kit/action-id.ts';

describe('names that messages of the past carry', () => {
  it('never change: a button of last year must still find its handler', () => {
    expect({ rollBackAction, rollbackModal, reasonInput }).toEqual({
      rollBackAction: 'rollout.roll-back',
      rollbackModal: 'rollback.confirm',
      reasonInput: { blockId: 'rollback.reason', actionId: 'reason' },
    });
    expect([muteAction, muteLongerAction, unmuteAction, unmuteServiceAction]).toEqual([
      'card.mute',
      'card.mute-longer',
      'card.unmute',
      'service.unmute',
    ]);
  });
});
