import type { Refusal } from '../src/domain/rollback/refusal.ts';
import { ago } from './kit/date.ts';
import { singleLine } from './kit/escape.ts';
import { type Inline, person } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';
import { managedSentence } from './manager.ts';
import { versionName } from './names.ts';
import { notPermittedWords } from './permission.ts';
import { wayEffect } from './rollback/way.ts';

/** Why a press did nothing, for the eyes of the one who pressed. */
export function renderRefusal(refusal: Refusal): Message {
  const said = refusalWords(refusal);
  const block = richText([paragraph(said)]);
  return message([said], block === undefined ? [] : [{ importance: 'required', blocks: [block] }]);
}

/** What happened, why, and what to do next. */
export function refusalWords(refusal: Refusal): readonly Inline[] {
  switch (refusal.kind) {
    case 'not-permitted':
      return notPermittedWords(refusal.deed, refusal);
    case 'already-requested':
      return alreadyRequested(refusal);
    case 'stale':
      return stale(refusal);
    case 'managed':
      return [`I did not roll back. ${managedSentence(refusal.manager, refusal.because)}`];
    case 'other-way':
      return [
        `I did not roll back: what that would do has changed since this button was shown. ${wayEffect(refusal.way)} Use the button that the card shows now.`,
      ];
    case 'not-a-candidate':
      return [
        'I did not roll back: the cluster does not keep the version that you chose any more. Press the button again to see those it keeps.',
      ];
    case 'own-request':
      return [
        'You asked for this rollback yourself. It takes somebody else to agree, or press Decline to take it back.',
      ];
    case 'reason-needed':
      return [
        'Going ahead without a second person takes a reason. Nothing was changed: press the button again.',
      ];
    case 'not-suspended':
      return ['Nothing to do: Flux is not suspended by this rollback any more.'];
    case 'healthy-again':
      return [`Nothing to do: ${versionName(refusal.label)} is healthy again, so I did not roll it back.`];
    case 'unknown-button':
      return [
        'I do not know this button any more: its card is too old. Nothing was changed. Use the newest card of the service, or kubectl rollout undo.',
      ];
    case 'identity-unavailable':
      return [
        'Slack did not tell me who you are or which teams you are in, so I changed nothing. Try again in a minute.',
      ];
    case 'error':
      return [
        `Something went wrong on my side, and nothing was changed as far as I know. Look at the card before you try again. An administrator finds the reason in my log (ref ${singleLine(refusal.reference, 40)}).`,
      ];
    default:
      return refusal satisfies never;
  }
}

function alreadyRequested({
  by,
  at,
  status,
  targetLabel,
}: Extract<Refusal, { kind: 'already-requested' }>): readonly Inline[] {
  const target = versionName(targetLabel);
  switch (status) {
    case 'done':
      return ['Nothing to do: ', person(by), ` rolled this back to ${target} `, ago(at), '.'];
    case 'announced':
      return [
        `Nothing to do: I go back to ${target} by myself in a moment. The card has a button to stop it.`,
      ];
    case 'requested':
      return [
        person(by),
        ' asked for this ',
        ago(at),
        `, and it waits for somebody else to agree. The card has the buttons.`,
      ];
    case 'approved':
    case 'running':
      return [
        'Nothing to do: ',
        person(by),
        ' asked for this ',
        ago(at),
        `, and it is on its way to ${target}. The card shows how far it is.`,
      ];
    case 'refused':
    case 'expired':
      return [
        person(by),
        ` asked for a rollback to ${target} `,
        ago(at),
        status === 'refused' ? ', and it was declined.' : ', and nobody agreed in time.',
        ' Nothing was changed.',
      ];
    case 'failed':
      return [
        person(by),
        ` tried to roll this back to ${target} `,
        ago(at),
        ', and it failed. The card says why.',
      ];
    default:
      return status satisfies never;
  }
}

function stale({ label }: Extract<Refusal, { kind: 'stale' }>): readonly Inline[] {
  return [
    `This button was for ${versionName(label)}, but another revision runs now. Nothing was changed. Use the newest card of the service.`,
  ];
}
