import type { KnownBlock } from '@slack/types';
import type { Card, Rollout } from '../../src/domain/release/card.ts';
import { resumeFluxAction } from '../kit/action-id.ts';
import { buttonRow } from '../kit/blocks.ts';
import { paragraph, richText } from '../kit/rich-text.ts';
import { versionName } from '../names.ts';
import { isResumable, resumeQuestion, suspensionWords } from '../rollback/suspension.ts';

/** While Flux is suspended for a rollback: until when, and how to end it; afterwards how it ended. */
export function suspensionBlocks({ version }: Card, { rollback: run }: Rollout): readonly KnownBlock[] {
  if (run === undefined) return [];
  const name = versionName(version.label);
  const words = suspensionWords(run, name);
  const said = words.length === 0 ? undefined : richText([paragraph(words)]);
  if (said === undefined) return [];
  if (!isResumable(run)) return [said];
  const button = {
    actionId: resumeFluxAction,
    label: 'Resume Flux now',
    value: run.offerId,
    confirm: resumeQuestion(run, name),
  };
  return [said, buttonRow([button])];
}
