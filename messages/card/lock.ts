import type { KnownBlock } from '@slack/types';
import type { Release, Rollout } from '../../src/domain/release/card.ts';
import { unlockAction } from '../kit/action-id.ts';
import { buttonRow } from '../kit/blocks.ts';
import { moment } from '../kit/date.ts';
import { type Inline, person } from '../kit/inline.ts';
import { paragraph, richText } from '../kit/rich-text.ts';
import { environmentName } from '../names.ts';

/** After a rollback: that automatic releases wait, until when, and how to let them go on. */
export function lockBlocks({ environment }: Release, { rollback }: Rollout): readonly KnownBlock[] {
  const { lock } = rollback ?? {};
  if (rollback === undefined || lock === undefined) return [];
  const { ended } = lock;
  const name = environmentName(environment);
  if (ended === undefined) {
    const unlock = { actionId: unlockAction, label: 'Unlock', value: rollback.offerId };
    const line: readonly Inline[] = [
      `Automatic releases to ${name} wait until `,
      moment(lock.until),
      ', or until somebody unlocks them.',
    ];
    return [...paragraphOf(line), buttonRow([unlock])];
  }
  return paragraphOf(
    ended.by === undefined
      ? [`Automatic releases to ${name} go on again since `, moment(ended.at), '.']
      : ['Unlocked by ', person(ended.by), `: this rollback holds automatic releases to ${name} no longer.`],
  );
}

function paragraphOf(line: readonly Inline[]): readonly KnownBlock[] {
  const block = richText([paragraph(line)]);
  return block === undefined ? [] : [block];
}
