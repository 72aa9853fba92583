import type { Card } from '../../src/domain/release/card.ts';
import { singleLine } from '../kit/escape.ts';
import { bold, type Inline, link } from '../kit/inline.ts';
import { serviceName, versionName } from '../names.ts';
import { markOf } from './mark.ts';

/** `✓ payments-api · v42 (8f3c2d1) "Retry card captures" · Ada`: which change this is, and whose. */
export function identityLine(card: Card): readonly Inline[] {
  const title = singleLine(card.build?.title ?? '', 120);
  const author = singleLine(card.build?.author ?? '', 60);
  return [
    `${markOf(card)} `,
    bold(serviceName(card.owner.service)),
    ` · ${versionWithCommit(card)}`,
    ...(title === '' ? [] : [' ', link(card.build?.url, `“${title}”`)]),
    ...(author === '' ? [] : [` · ${author}`]),
  ];
}

/** The commit is said once: a version is often named by it. */
function versionWithCommit(card: Card): string {
  const label = versionName(card.version.label);
  const said = card.version.commit ?? card.build?.commit ?? '';
  const commit = /^[0-9a-f]{7}/i.exec(said)?.[0] ?? '';
  return commit === '' || label.includes(commit) ? label : `${label} (${commit})`;
}
