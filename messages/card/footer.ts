import type { ContextBlock } from '@slack/types';
import type { Card, Correlation } from '../../src/domain/release/card.ts';
import { context } from '../kit/blocks.ts';
import { moment } from '../kit/date.ts';
import type { Inline } from '../kit/inline.ts';
import { type Late, lateLine } from '../late-line.ts';
import { serviceName, teamName } from '../names.ts';

const matched: Readonly<Record<Correlation, string>> = {
  digest: 'matched to the build by its image digest',
  image: 'matched to the build by its image',
  commit: 'matched to the build by its commit',
};

/** Small print: since when, how build and rollout found each other, and why this channel if it is not the team's. */
export function footer(card: Card, late?: Late): ContextBlock | undefined {
  const why = ownership(card);
  return context([
    ['started ', moment(card.openedAt)],
    ...(card.correlation === undefined ? [] : [[matched[card.correlation]]]),
    ...(why === undefined ? [] : [[why]]),
    ...(late === undefined ? [] : [[lateLine(late, isSettled(card))]]),
  ] satisfies readonly (readonly Inline[])[]);
}

/** Whether no further update is to be expected soon. */
function isSettled({ releases }: Card): boolean {
  return releases.length > 0 && releases.every(({ verdict }) => verdict !== undefined);
}

function ownership({ owner }: Card): string | undefined {
  const service = serviceName(owner.service);
  if (owner.team === undefined) {
    const here = owner.isFallback === true ? ' Shown here because this is the fallback channel.' : '';
    return `${service} has no owner: set the label shipmate.dev/team on it.${here}`;
  }
  if (owner.isFallback !== true) return undefined;
  const team = teamName(owner.team);
  return `Team ${team} has no channel: add ${team} to teams in the configuration. Shown here because this is the fallback channel.`;
}
