export interface MessageStyle {
  readonly renderer: 'plan' | 'plain';
  readonly isShort: boolean;
}

export interface Styles {
  of(key: string): MessageStyle;
  /** Slack refused the blocks, or their length. False when nothing simpler is left to fall back to. */
  refused(key: string, sent: MessageStyle, because: 'blocks' | 'length'): boolean;
  accepted(sent: MessageStyle): void;
}

const maxRemembered = 1_000;
/** So many different messages refused and none ever accepted: this workspace does not know the blocks. */
const refusalsBeforeAll = 3;

const full: MessageStyle = { renderer: 'plan', isShort: false };

/** Plan blocks are not open to every app; whoever is refused them gets plain ones from then on. */
export function createStyles(): Styles {
  const styles = new Map<string, MessageStyle>();
  const plain = new Set<string>();
  let wasPlanAccepted = false;
  const isPlainForAll = () => !wasPlanAccepted && plain.size >= refusalsBeforeAll;

  return {
    of(key) {
      const style = styles.get(key) ?? full;
      return isPlainForAll() ? { ...style, renderer: 'plain' } : style;
    },
    refused(key, sent, because) {
      const next = simpler(sent, because);
      if (next === undefined) return false;
      if (because === 'blocks') plain.add(key);
      styles.delete(key);
      styles.set(key, next);
      const [oldest] = styles.keys();
      if (styles.size > maxRemembered && oldest !== undefined) {
        styles.delete(oldest);
        plain.delete(oldest);
      }
      return true;
    },
    accepted({ renderer }) {
      if (renderer === 'plan') wasPlanAccepted = true;
    },
  };
}

/** What is too long is shortened before it is made plain. */
function simpler(sent: MessageStyle, because: 'blocks' | 'length'): MessageStyle | undefined {
  if (because === 'length' && !sent.isShort) return { ...sent, isShort: true };
  return sent.renderer === 'plan' ? { ...sent, renderer: 'plain' } : undefined;
}
