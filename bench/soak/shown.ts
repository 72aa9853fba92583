import type { SlackStandIn } from '../../sandbox/slack/index.ts';
import { isFinal, readCard } from '../../test/chaos/oracle/read-card.ts';
import type { PlannedRelease } from './day.ts';

export interface NotShown {
  readonly release: PlannedRelease;
  /** What its card says instead of a final word; undefined when there is no card. */
  readonly says?: string;
}

/** The releases that have no final word in a channel: a bot that does nothing needs no memory. */
export function findNotShown(slack: SlackStandIn, releases: readonly PlannedRelease[]): readonly NotShown[] {
  const final = new Set<string>();
  const open = new Map<string, string>();
  for (const { id } of slack.channels) {
    for (const message of slack.messages(id)) {
      const text = slack.describeMessage(message);
      const card = readCard(text);
      if (card === undefined) continue;
      const name = `${card.service} ${card.version}`;
      if (isFinal(card.state)) final.add(name);
      else open.set(name, text);
    }
  }
  return releases
    .map((release) => ({ release, name: `${release.service} ${release.version}` }))
    .filter(({ name }) => !final.has(name))
    .map(({ release, name }) => {
      const says = open.get(name);
      return says === undefined ? { release } : { release, says };
    });
}
