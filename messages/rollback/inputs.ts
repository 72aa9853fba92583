import type { KnownBlock, PlainTextOption } from '@slack/types';
import type { Candidate } from '../../src/domain/rollback/candidate.ts';
import { breakGlassInput, chooseTargetAction, reasonInput, stuckPodsInput } from '../kit/action-id.ts';
import { plainText } from '../kit/blocks.ts';
import { limits } from '../kit/limits.ts';
import { candidateLine } from './candidate.ts';

const longestReason = 500;

/** What a person filled into the dialog. */
export interface RollbackAnswers {
  /** `revisionUid` of the version that was chosen; absent where there was no choice. */
  readonly chosenUid?: string;
  readonly reason?: string;
  readonly isBreakGlass: boolean;
  readonly deletesStuckPods: boolean;
}

/** The versions that could be gone back to; no menu where there is only one. */
export function choiceBlock(
  candidates: readonly Candidate[],
  chosen: Candidate,
  now: number,
): readonly KnownBlock[] {
  if (candidates.length < 2) return [];
  const options = candidates.map((candidate) => optionOf(candidate, now));
  const initial = options.find(({ value }) => value === chosen.revision.revisionUid);
  return [
    {
      type: 'section',
      block_id: chooseTargetAction,
      text: plainText('Another version?'),
      accessory: {
        type: 'static_select',
        action_id: chooseTargetAction,
        placeholder: plainText('Choose a version', limits.placeholder),
        options,
        ...(initial === undefined ? {} : { initial_option: initial }),
      },
    },
  ];
}

function optionOf(candidate: Candidate, now: number): PlainTextOption {
  return {
    text: plainText(candidateLine(candidate, now), limits.option),
    value: candidate.revision.revisionUid.slice(0, limits.optionValue) || '-',
  };
}

export function breakGlassBlock(): KnownBlock {
  return {
    type: 'input',
    block_id: breakGlassInput.blockId,
    optional: true,
    label: plainText('In an emergency', limits.inputLabel),
    element: {
      type: 'checkboxes',
      action_id: breakGlassInput.actionId,
      options: [
        {
          text: plainText(
            'Go ahead without a second person. The owners are called, with the reason.',
            limits.option,
          ),
          value: 'break-glass',
        },
      ],
    },
  };
}

/** Ticked to begin with: without it the rollback would wait for ever. */
export function stuckPodsBlock(version: string): KnownBlock {
  const option = {
    text: plainText(`Delete pods of ${version} that are not ready`, limits.option),
    value: 'delete',
  };
  return {
    type: 'input',
    block_id: stuckPodsInput.blockId,
    optional: true,
    label: plainText('The StatefulSet waits for them', limits.inputLabel),
    element: {
      type: 'checkboxes',
      action_id: stuckPodsInput.actionId,
      options: [option],
      initial_options: [option],
    },
  };
}

export function reasonBlock(): KnownBlock {
  return {
    type: 'input',
    block_id: reasonInput.blockId,
    optional: true,
    label: plainText('Reason', limits.inputLabel),
    element: {
      type: 'plain_text_input',
      action_id: reasonInput.actionId,
      multiline: true,
      max_length: longestReason,
      placeholder: plainText('Shown on the card', limits.placeholder),
    },
  };
}

/** What was filled in, from `view.state.values`; whatever is not there or of another shape is left out. */
export function readRollbackAnswers(values: unknown): RollbackAnswers {
  const chosen = at(values, chooseTargetAction, chooseTargetAction, 'selected_option', 'value');
  const typed = at(values, reasonInput.blockId, reasonInput.actionId, 'value');
  const reason = typeof typed === 'string' ? typed.trim().slice(0, longestReason) : '';
  return {
    ...(typeof chosen === 'string' ? { chosenUid: chosen } : {}),
    ...(reason === '' ? {} : { reason }),
    isBreakGlass: isTicked(values, breakGlassInput, 'break-glass'),
    deletesStuckPods: isTicked(values, stuckPodsInput, 'delete'),
  };
}

function isTicked(
  values: unknown,
  { blockId, actionId }: { readonly blockId: string; readonly actionId: string },
  option: string,
): boolean {
  const ticked = at(values, blockId, actionId, 'selected_options');
  return Array.isArray(ticked) && ticked.some((each) => at(each, 'value') === option);
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    value,
  );
}
