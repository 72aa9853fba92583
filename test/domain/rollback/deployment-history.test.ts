import { describe, expect, it } from 'vitest';
import { deployedSince, pinEntries } from '../../../src/domain/rollback/deployment-history.ts';
import type { ArgoCdDeployment } from '../../../src/domain/rollback/manager-snapshot.ts';
import { revision } from '../release/story.ts';

const minute = 60_000;

/** A sync that took two seconds; `content` is what it deployed. */
function entry(id: number, atMinute: number, content = `commit-${id}`): ArgoCdDeployment {
  const startedAt = atMinute * minute;
  return { id, revision: content, content, startedAt, deployedAt: startedAt + 2_000 };
}

/** Made one second into the minute. */
const made = (number: number, atMinute: number, formerNumbers?: readonly number[]) =>
  revision(number, {
    createdAt: atMinute * minute + 1_000,
    ...(formerNumbers === undefined ? {} : { formerNumbers }),
  });

interface Case {
  readonly history: readonly ArgoCdDeployment[];
  readonly keepsNumbers?: boolean;
  /** The last one is current. */
  readonly revisions: readonly ReturnType<typeof revision>[];
  /** By revision. */
  readonly pinned: Readonly<Record<string, number>>;
}

const cases: Readonly<Record<string, Case>> = {
  'each revision is of the deployment in which it was made': {
    history: [entry(0, 10), entry(1, 20), entry(2, 30)],
    revisions: [made(1, 10), made(2, 20), made(3, 30)],
    pinned: { 'rs-1': 0, 'rs-2': 1 },
  },
  'later deployments that changed something else hold it, too: the newest takes back the least': {
    history: [entry(0, 10), entry(1, 12), entry(2, 14), entry(3, 30)],
    revisions: [made(1, 10), made(2, 30)],
    pinned: { 'rs-1': 2 },
  },
  'a revision that outlived the deployment it came of is reached by those that held it': {
    history: [entry(7, 20), entry(8, 30)],
    revisions: [made(1, 10), made(2, 30)],
    pinned: { 'rs-1': 7 },
  },
  'a revision whose deployments have all been forgotten is not reached': {
    history: [entry(8, 30)],
    revisions: [made(1, 10), made(2, 30)],
    pinned: {},
  },
  'a sync that failed leaves no entry, and the version before is the last that was deployed': {
    history: [entry(0, 10)],
    revisions: [made(1, 10), made(2, 20)],
    pinned: { 'rs-1': 0 },
  },
  'what somebody made by hand is in no entry': {
    history: [entry(0, 10), entry(1, 30)],
    revisions: [made(1, 10), made(2, 20), made(3, 30)],
    pinned: { 'rs-1': 0 },
  },
  'of two revisions in one deployment the first is its own': {
    history: [entry(0, 10), entry(1, 30)],
    revisions: [made(1, 10), revision(2, { createdAt: 10 * minute + 4_000 }), made(3, 30)],
    pinned: { 'rs-1': 0 },
  },
  'two revisions of one second are told apart by nobody': {
    history: [entry(0, 10), entry(1, 30)],
    revisions: [made(1, 10), made(2, 10), made(3, 30)],
    pinned: {},
  },
  'a deployment right before the next revision may have made it, and holds nothing for certain': {
    history: [entry(0, 10), entry(1, 20)],
    revisions: [made(1, 10), revision(2, { createdAt: 20 * minute + 8_000 })],
    pinned: { 'rs-1': 0 },
  },
  'a rollback of Argo CD’s deploys an earlier content again': {
    history: [entry(0, 10), entry(1, 20), entry(2, 30, 'commit-0'), entry(3, 40)],
    revisions: [made(2, 20), made(3, 10, [1]), made(4, 40)],
    pinned: { 'rs-3': 2, 'rs-2': 1 },
  },
  'so does one to an entry that held the revision without having made it': {
    history: [entry(0, 10), entry(1, 12), entry(2, 20), entry(3, 30, 'commit-1'), entry(4, 40)],
    revisions: [made(2, 20), made(3, 10, [1]), made(4, 40)],
    pinned: { 'rs-3': 3, 'rs-2': 2 },
  },
  'a return that no content tells of proves nothing: what was deployed around it may hold either': {
    history: [entry(0, 10), entry(1, 20), entry(2, 30), entry(3, 40)],
    revisions: [made(2, 20), made(3, 10, [1]), made(4, 40)],
    pinned: { 'rs-3': 0, 'rs-2': 1 },
  },
  'revisions that do not keep their numbers, while none was returned to': {
    keepsNumbers: false,
    history: [entry(0, 10), entry(1, 12), entry(2, 20)],
    revisions: [made(1, 10), made(2, 20)],
    pinned: { 'rs-1': 1 },
  },
  'revisions that do not keep their numbers, of which one was returned to': {
    keepsNumbers: false,
    history: [entry(0, 10), entry(1, 12), entry(2, 20), entry(3, 30), entry(4, 40)],
    revisions: [made(2, 20), made(3, 10), made(4, 40)],
    pinned: { 'rs-3': 0, 'rs-2': 2 },
  },
  'a number that is missing hides a revision, and what was deployed meanwhile': {
    history: [entry(0, 10), entry(1, 20), entry(2, 30)],
    revisions: [made(1, 10), made(3, 30)],
    pinned: { 'rs-1': 0 },
  },
  'nothing is known without a history': { history: [], revisions: [made(1, 10), made(2, 20)], pinned: {} },
};

describe('the entry of a history that holds a revision', () => {
  it.each(Object.entries(cases))('%s', (_name, { history, revisions, keepsNumbers = true, pinned }) => {
    const older = revisions.slice(0, -1);

    const pins = pinEntries(older, { revisions, keepsNumbers, history });

    expect(Object.fromEntries(pins.map(({ revisionUid, id }) => [revisionUid, id]))).toEqual(pinned);
    for (const { id, content } of pins)
      expect(history.find((each) => each.id === id)).toMatchObject({ content });
  });
});

describe('deployments since that of the current revision', () => {
  it.each([
    ['its own is the last', [entry(0, 10), entry(1, 20)], made(2, 20), 0],
    ['its own is not recorded yet', [entry(0, 10)], made(2, 20), 0],
    ['others came', [entry(0, 10), entry(1, 20), entry(2, 21), entry(3, 22)], made(2, 20), 2],
    ['the same was synced again', [entry(0, 10), entry(1, 20), entry(2, 21, 'commit-1')], made(2, 20), 0],
    ['its own has been forgotten', [entry(5, 30), entry(6, 31)], made(2, 20), 2],
    ['there is no history', [], made(2, 20), 0],
  ])('%s', (_name, history, current, expected) => {
    expect(deployedSince(current, history)).toBe(expected);
  });
});
