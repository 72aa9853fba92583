import type { ReleaseTruth } from '../company/ledger.ts';
import { expectationOf } from './expectation.ts';
import { type Expected, judge } from './judge.ts';
import { readCard } from './read-card.ts';
import type { PostReading } from './read-channels.ts';
import { readDigest } from './read-digest.ts';
import { readNotice } from './read-notice.ts';

/** A channel in which two called people by themselves and two more were folded, as the oracle reads it. */

export const storms = { problems: 2, withinMs: 60_000 } as const;
export const begunAt = 1_000_000;

export function broken(service: string, change: Partial<ReleaseTruth> = {}): Expected {
  const about = { service, kind: 'Deployment', channel: '#shop', version: 'v2' } as const;
  const times = { openedAt: begunAt, startedAt: begunAt };
  const release: ReleaseTruth = { ...about, behaviour: 'crashing', isBuilt: false, ...times, ...change };
  const facts = { version: 'v2', isThere: false, hasFailed: false, wanted: 1, ready: 0 };
  return { release, expectation: expectationOf({ release, seen: everything, successors: [], facts }) };
}

const everything = { release: true, success: true };

export const tsOf = (service: string) => `1000.00000${'abcdefgh'.indexOf(service)}`;
const row = '✗ prod · 0 of 1 pod on v2 · failed';
const silence = 'Too much began here at once: a digest in this channel tells of it, and no reply of its own.';

export function failedText(service: string, isSilent: boolean): string {
  return [`✗ ${service} · v2`, 'v2 failed in prod · 2 min', `  ${row}`, ...(isSilent ? [silence] : [])].join(
    '\n',
  );
}

export function cardOf(service: string, text: string, replies: PostReading['replies'] = []): PostReading {
  const card = readCard(text);
  const about = { channel: '#shop', ts: tsOf(service), at: begunAt, key: `${service}:card` };
  return { ...about, text, ...(card === undefined ? {} : { card }), replies };
}

export function callOf(service: string, at: number): PostReading['replies'][number] {
  const text = `@payments v2 of ${service} is failing in prod. ${service} exits with code 1.`;
  const key = `${service}:failing/sandbox/prod/Deployment/${service}/${at}`;
  return { kind: readNotice(text), text, files: [], at, key };
}

export const called = (service: string, at = begunAt) =>
  cardOf(service, failedText(service, false), [callOf(service, at)]);
export const folded = (service: string) => cardOf(service, failedText(service, true));

export const digestText = [
  '@payments The storm is over: 4 of 4 problems still need somebody.',
  '✗ c in prod · v2 · since today at 11:57 · c exits with code 1, an error of its own.',
  '✗ d in prod · v2 · since today at 11:57 · d exits with code 1, an error of its own.',
  'Told one by one: a in prod, b in prod.',
  'from today at 11:57 to today at 11:58',
].join('\n');

export interface DigestChange extends Partial<Pick<PostReading, 'key' | 'channel' | 'span' | 'at'>> {
  readonly text?: string;
  readonly links?: readonly string[];
}

export function digestOf({
  text = digestText,
  links = ['c', 'd', 'a', 'b'].map(tsOf),
  ...change
}: DigestChange = {}): PostReading {
  const digest = readDigest(text, links);
  const span = { from: begunAt + 5_000, to: begunAt + 70_000 };
  const about = { channel: '#shop', ts: '1000.5', at: begunAt + 5_000, key: 'digest/1:digest', span };
  return { ...about, text, replies: [], ...(digest === undefined ? {} : { digest }), ...change };
}

export const all = ['a', 'b', 'c', 'd'].map((service) => broken(service));

/** The channel as it should be, with some of its messages replaced by others. */
export function channelWith(change: Readonly<Record<string, readonly PostReading[]>> = {}) {
  const right = { a: [called('a')], b: [called('b', begunAt + 1_000)], c: [folded('c')], d: [folded('d')] };
  return Object.values({ ...right, digest: [digestOf()], ...change }).flat();
}

export const found = (posts: readonly PostReading[], expected: readonly Expected[] = all) =>
  judge(posts, expected, storms).map(({ kind, what }) => `${kind}: ${what.split(/[;:\n]/)[0]}`);
