import type { SlackStandIn } from '../../sandbox/slack/index.ts';
import { isFinal, readCard } from '../../test/chaos/oracle/read-card.ts';
import type { PlannedRelease } from './day.ts';

/** How many releases have their final word in a channel: a bot that does nothing needs no memory. */
export function countShown(slack: SlackStandIn, releases: readonly PlannedRelease[]): number {
  const shown = new Set(
    slack.channels.flatMap(({ id }) =>
      slack.messages(id).flatMap((message) => {
        const card = readCard(slack.describeMessage(message));
        return card !== undefined && isFinal(card.state) ? [`${card.service} ${card.version}`] : [];
      }),
    ),
  );
  return releases.filter(({ service, version }) => shown.has(`${service} ${version}`)).length;
}
