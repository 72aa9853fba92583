import type { Locks } from '../../../src/app/locks/locks.ts';
import type { Mutes } from '../../../src/app/quiet/mutes.ts';
import type { Subscriptions } from '../../../src/app/quiet/subscriptions.ts';
import { createLockCommand } from './lock.ts';
import { createLocksCommand } from './locks.ts';
import { createMuteCommand } from './mute.ts';
import { createMutesCommand } from './mutes.ts';
import { createNotifyCommand } from './notify.ts';
import type { Subcommand } from './subcommand.ts';
import { createUnlockCommand } from './unlock.ts';
import { createUnmuteCommand } from './unmute.ts';

export function muteCommands(mutes: Mutes): readonly Subcommand[] {
  return [createMuteCommand(mutes), createUnmuteCommand(mutes), createMutesCommand(mutes)];
}

export function notifyCommands(subscriptions: Subscriptions): readonly Subcommand[] {
  return [createNotifyCommand(subscriptions)];
}

export function lockCommands(locks: Locks): readonly Subcommand[] {
  return [createLockCommand(locks), createUnlockCommand(locks), createLocksCommand(locks)];
}
