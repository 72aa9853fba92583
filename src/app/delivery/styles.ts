export type MessageStyle = 'plan' | 'plain';

export interface Styles {
  of(key: string): MessageStyle;
  /** Slack refused the blocks. False when they were plain already: there is nothing simpler to fall back to. */
  refused(key: string, sent: MessageStyle): boolean;
  accepted(sent: MessageStyle): void;
}

const maxRemembered = 1_000;
/** So many different messages refused and none ever accepted: this workspace does not know the blocks. */
const refusalsBeforeAll = 3;

/** Plan blocks are not open to every app; whoever is refused them gets plain ones from then on. */
export function createStyles(): Styles {
  const plain = new Set<string>();
  let wasPlanAccepted = false;
  const isPlainForAll = () => !wasPlanAccepted && plain.size >= refusalsBeforeAll;
  const of = (key: string): MessageStyle => (isPlainForAll() || plain.has(key) ? 'plain' : 'plan');

  return {
    of,
    refused(key, sent) {
      if (sent === 'plain') return false;
      plain.add(key);
      const [oldest] = plain;
      if (plain.size > maxRemembered && oldest !== undefined) plain.delete(oldest);
      return true;
    },
    accepted(sent) {
      if (sent === 'plan') wasPlanAccepted = true;
    },
  };
}
