import type { LinkedLine } from '../../../messages/digest/line.ts';
import { type DigestView, renderDigest } from '../../../messages/digest.ts';
import { withFallbackLine } from '../../../messages/fallback-line.ts';
import { type Mentionable, mentionOf } from '../../../messages/mention.ts';
import type { Digest, Told } from '../../domain/quiet/digest.ts';
import { lineOf } from '../../domain/quiet/digest-line.ts';
import type { Store } from '../../ports.ts';
import { cardUrl } from '../card-url.ts';
import type { SubjectSource } from '../delivery/subject-source.ts';

export interface DigestSubjectOptions {
  readonly teams: readonly Mentionable[];
  /** `https://acme.slack.com/`; undefined until Slack has said it. */
  readonly workspaceUrl: () => string | undefined;
}

/** Lists in place of many messages. What they tell of, the cards know. */
export function createDigestSubject(options: DigestSubjectOptions): SubjectSource {
  return {
    isMovable: true,

    async load({ subject }, store) {
      const digest = await store.quiet.digest(subject.id);
      if (digest === undefined) return undefined;
      const view = await viewOf(digest, store, options);
      return ({ style, misplaced }) => {
        const message = renderDigest({ ...view, isShort: style.isShort });
        if (misplaced === undefined) return { kind: 'message', message };
        const [team] = digest.teams;
        const owner = {
          service: '',
          channel: digest.channel,
          because: '',
          ...(team === undefined ? {} : { team }),
        };
        return { kind: 'message', message: withFallbackLine(message, owner, misplaced) };
      };
    },
  };
}

async function viewOf(
  digest: Digest,
  store: Store,
  { teams, workspaceUrl }: DigestSubjectOptions,
): Promise<DigestView> {
  const linesOf = async (replies: readonly Told[]) => {
    const lines = await Promise.all(replies.map((told) => lineFor(told, store, workspaceUrl())));
    return lines.filter((line) => line !== undefined);
  };
  const mention = digest.teams
    .map((team) => mentionOf(teams, team))
    .filter((each) => each !== '')
    .join(' ');
  return { digest, before: await linesOf(digest.before), folded: await linesOf(digest.folded), mention };
}

async function lineFor(
  told: Told,
  store: Store,
  workspaceUrl: string | undefined,
): Promise<LinkedLine | undefined> {
  const card = await store.card(told.cardId);
  const line = card === undefined ? undefined : lineOf(card, told);
  if (line === undefined) return undefined;
  const url = await cardUrl(store, workspaceUrl, told.cardId);
  return url === undefined ? line : { ...line, url };
}
