/** How one problem of a digest stands, by the words of its line. */
export type LineState = 'failing' | 'seen-to' | 'recovered' | 'left' | 'unreadable';

export interface DigestLineReading {
  readonly service: string;
  readonly version: string;
  readonly environment?: string;
  readonly state: LineState;
  /** The ts of the message that the line leads to. */
  readonly link?: string;
}

/** One of those that called people by themselves before there were too many. */
export interface EarlierReading {
  readonly service: string;
  readonly isOver: boolean;
  readonly link?: string;
}

/** One message for many problems, as a person reads it. */
export interface DigestReading {
  readonly isOver: boolean;
  /** What the headline counts. */
  readonly counts: { readonly problems: number; readonly folded?: number; readonly open?: number };
  /** What is told here, and nowhere else. */
  readonly lines: readonly DigestLineReading[];
  readonly before: readonly EarlierReading[];
  /** Links that belong to nothing that was read. */
  readonly moreLinks: number;
}

const headlines: readonly (readonly [
  RegExp,
  (numbers: readonly number[]) => Pick<DigestReading, 'isOver' | 'counts'>,
])[] = [
  [
    /(\d+) problems? at once here\. (\d+) of them (?:is|are) told in this list only\.$/,
    ([problems = 0, folded = 0]) => ({ isOver: false, counts: { problems, folded } }),
  ],
  [
    /The storm is over, and so are all its (\d+) problems?\.$/,
    ([problems = 0]) => ({ isOver: true, counts: { problems, open: 0 } }),
  ],
  [
    /The storm is over: (\d+) of (\d+) problems? still needs? somebody\.$/,
    ([open = 0, problems = 0]) => ({ isOver: true, counts: { problems, open } }),
  ],
];

/** Reads a root message with its links in their order; undefined when it is no digest of a storm. */
export function readDigest(text: string, links: readonly string[]): DigestReading | undefined {
  const [headline = '', ...rows] = text.split('\n');
  for (const [pattern, read] of headlines) {
    const found = pattern.exec(headline);
    if (found === null) continue;
    return {
      ...read(found.slice(1).map(Number)),
      ...withLinks(rows.flatMap(readLine), readBefore(rows), links),
    };
  }
  return undefined;
}

const words: Readonly<Record<string, RegExp>> = {
  failing: /^✗ .* · (?:since|the build failed) /,
  'seen-to': /^↩ .* · is being rolled back$/,
  recovered: /^✓ .* · recovered$/,
  left: /^○ .* · is not running any more$/,
};

function readLine(row: string): readonly DigestLineReading[] {
  const [, service, environment, version] = /^[✗↩✓○] (\S+)(?: in (\S+))? · (\S+)/.exec(row) ?? [];
  if (service === undefined || version === undefined) return [];
  const [state = 'unreadable'] = Object.entries(words).find(([, pattern]) => pattern.test(row)) ?? [];
  return [
    { service, version, state: state as LineState, ...(environment === undefined ? {} : { environment }) },
  ];
}

function readBefore(rows: readonly string[]): readonly EarlierReading[] {
  return rows.flatMap((row) => {
    const [, over, names = ''] = /^Told one by one(, and over)?: (.+)\.$/.exec(row) ?? [];
    return names
      .split(', ')
      .filter((name) => name !== '')
      .map((name) => ({ service: name.split(' in ')[0] ?? '', isOver: over !== undefined }));
  });
}

/** What is over in the list is struck through and leads nowhere; everything else leads to its card. */
function withLinks(
  lines: readonly DigestLineReading[],
  before: readonly EarlierReading[],
  links: readonly string[],
): Pick<DigestReading, 'lines' | 'before' | 'moreLinks'> {
  const left = [...links];
  const next = () => {
    const link = left.shift();
    return link === undefined ? {} : { link };
  };
  return {
    lines: lines.map((line) => (isOpen(line) ? { ...line, ...next() } : line)),
    before: before.map((each) => ({ ...each, ...next() })),
    moreLinks: left.length,
  };
}

/** Whether the list has it as something that may need somebody yet. */
export function isOpen({ state }: DigestLineReading): boolean {
  return state === 'failing' || state === 'seen-to';
}
