import type { Candidate } from '../../src/domain/rollback/candidate.ts';
import { ago } from '../kit/date.ts';
import { took } from '../kit/duration.ts';
import type { Inline } from '../kit/inline.ts';
import { foreignWords, versionName } from '../names.ts';

/** What is known of a version, after its name: `, seen healthy 2 days ago.` */
export function candidateStanding({ verdict, at }: Candidate): readonly Inline[] {
  switch (verdict) {
    case 'good':
      return at === undefined ? [', seen healthy here.'] : [', seen healthy ', ago(at), '.'];
    case 'bad':
      return [', which is marked bad here: it failed or was rolled back. Choose it only if you know better.'];
    case 'unproven':
      return [', which was left before it was seen healthy here.'];
    case undefined:
      return [', an earlier version that the cluster keeps. Shipmate has not seen it healthy here.'];
    default:
      return verdict satisfies never;
  }
}

/** One line of the list: `v42 · healthy 2 d ago · Ada`. Plain text, because a menu has no dates of its own. */
export function candidateLine({ label, verdict, at, author }: Candidate, now: number): string {
  const time = at === undefined ? '' : took(Math.max(0, now - at));
  const since = time === '' ? '' : ` ${time} ago`;
  const standing =
    verdict === undefined
      ? 'not seen here'
      : `${{ good: 'healthy', bad: 'bad', unproven: 'unproven' }[verdict]}${since}`;
  const by = author === undefined ? [] : [foreignWords(author, 20)];
  return [versionName(label), standing, ...by].join(' · ');
}
