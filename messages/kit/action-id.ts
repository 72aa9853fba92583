/** What can be pressed, as `<domain>.<verb>`. Stable: messages from years ago still carry them. */
export const rollBackAction = 'rollout.roll-back';
export const approveRollbackAction = 'rollback.approve';
export const declineRollbackAction = 'rollback.decline';
/** Stops a rollback that Shipmate has announced. */
export const stopRollbackAction = 'rollback.stop';
/** Lets automatic releases go on after a rollback. */
export const unlockAction = 'lock.unlock';

/** Shows the Home tab as things stand now. */
export const refreshHomeAction = 'home.refresh';

/** Ends a suspension of Flux before its time. */
export const resumeFluxAction = 'flux.resume';

/** `callback_id` of the dialog in which a rollback is confirmed. */
export const rollbackModal = 'rollback.confirm';

/** The menu of that dialog; its block has the same id. */
export const chooseTargetAction = 'rollback.choose-target';

/** Inputs of that dialog, named in block and element so that their values can be found again. */
export const reasonInput = { blockId: 'rollback.reason', actionId: 'reason' } as const;
export const stuckPodsInput = { blockId: 'rollback.stuck-pods', actionId: 'stuck-pods' } as const;
export const breakGlassInput = { blockId: 'rollback.break-glass', actionId: 'break-glass' } as const;

/** Quiet for a card: at once, by a choice, and no more. Their values name the card. */
export const muteAction = 'card.mute';
export const muteLongerAction = 'card.mute-longer';
export const unmuteAction = 'card.unmute';

/** Ends what was asked for the whole service, or for it in the environment that is on the card. */
export const unmuteServiceAction = 'service.unmute';
