import type { FluxObject, SuspensionTrouble } from '../src/domain/rollback/suspension.ts';
import type { ObjectName } from '../src/domain/rollback/way-back.ts';
import { fileRefusalWords } from './file-refusal.ts';
import { singleLine } from './kit/escape.ts';
import { channelLink, type Inline } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';
import { foreignWords } from './names.ts';
import { fluxName, resumeCommand } from './rollback/suspension.ts';

export type OperatorTrouble = DeliveryTrouble | FluxTrouble;

/** Flux stays suspended after a rollback, although its time is over. */
export interface FluxTrouble {
  readonly what: 'flux';
  readonly because: SuspensionTrouble['kind'];
  readonly cluster: string;
  readonly owner: FluxObject['owner'];
  readonly object: ObjectName;
}

interface DeliveryTrouble {
  readonly what: 'file' | 'message';
  /** Slack's error string. */
  readonly code: string;
  /** Slack's id of the channel, or its name as it was configured; `direct` for messages to one person. */
  readonly channel: string;
}

/** One line in the fallback channel, said once: what does not go, where, and what an administrator can do. */
export function renderOperatorLine(trouble: OperatorTrouble): Message {
  const said = trouble.what === 'flux' ? [fluxWords(trouble)] : troubleWords(trouble);
  const block = richText([paragraph(said)]);
  return message([said], block === undefined ? [] : [{ importance: 'required', blocks: [block] }]);
}

const whyNot: Readonly<Record<SuspensionTrouble['kind'], string>> = {
  forbidden: 'I may not patch it; the role in deploy/kubernetes/rollback/flux grants that. I go on trying.',
  'cluster-not-watched': 'that cluster is not watched any more.',
  'no-answer': 'the API server refuses or does not answer. I go on trying.',
};

function fluxWords({ because, cluster, owner, object }: FluxTrouble): string {
  const way = { owner, object };
  return `${fluxName(way)} in cluster ${foreignWords(cluster, 60)} stays suspended after a rollback, although its time is over: ${whyNot[because]} By hand: ${resumeCommand(way)}`;
}

function troubleWords({ what, code, channel }: DeliveryTrouble): readonly Inline[] {
  const reason = singleLine(code, 60);
  if (channel === 'direct') {
    const advice =
      code === 'missing_scope'
        ? 'my Slack app lacks the scope im:write. An administrator can install it again from its manifest.'
        : `the Messages tab of my Slack app is switched off (${reason}). An administrator can switch it on.`;
    return [`I cannot send direct messages: ${advice}`];
  }
  const where: Inline = channel.startsWith('#') ? singleLine(channel, 85) : channelLink(channel);
  if (what === 'file') return ['I cannot attach files in ', where, `: ${fileRefusalWords(code, 'there')}`];
  return [
    'A message for ',
    where,
    ` could not be shown: Slack refuses it (${reason}). The log has the details; the next change tries again.`,
  ];
}
