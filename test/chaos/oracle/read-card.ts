/** What a card says of where its version stands. */
export type CardState =
  | { readonly kind: 'live'; readonly up: number; readonly wanted: number; readonly on: string }
  | { readonly kind: 'job-done' }
  | { readonly kind: 'failed' | 'timed-out' | 'deleted' }
  | { readonly kind: 'superseded' | 'left'; readonly by: string }
  | { readonly kind: 'rolled-back'; readonly up: number; readonly wanted: number; readonly on: string }
  /** Not a final word. */
  | { readonly kind: 'building' | 'on-the-way' | 'failing' | 'rolling-back' }
  | { readonly kind: 'unreadable' };

/** One root message of the bot, as a person reads it. */
export interface CardReading {
  readonly service: string;
  readonly version: string;
  readonly state: CardState;
  /** The environment that the state is said of; absent where it names none. */
  readonly environment?: string;
  /** Whether it was left as it failed. */
  readonly hadFailed: boolean;
  /** An alert tells of a problem with no release in flight. */
  readonly isAlert: boolean;
  readonly rows: readonly { readonly mark: string; readonly title: string }[];
}

const identity = /^[✓✗▸↩○] (\S+) · (\S+)/;

type Read = (groups: readonly string[]) => { readonly state: CardState; readonly environment?: string };

const number = (text: string | undefined) => Number(text ?? Number.NaN);

/** What the states say, the first that fits. `v2` is any version, `prod` any environment. */
const states: readonly (readonly [RegExp, Read])[] = [
  [
    /^Rolled back by @.+?, (\d+) of (\d+) pods? on (\S+) in (\S+)/,
    ([up, wanted, on = '', environment = '']) => ({
      state: { kind: 'rolled-back', up: number(up), wanted: number(wanted), on },
      environment,
    }),
  ],
  [/ is rolling back (\S+) to /, ([environment = '']) => ({ state: { kind: 'rolling-back' }, environment })],
  [
    /^\S+ is live in (\S+)(?: ·.*?)? · (\d+) of (\d+) pods? on (\S+)/,
    ([environment = '', up, wanted, on = '']) => ({
      state: { kind: 'live', up: number(up), wanted: number(wanted), on },
      environment,
    }),
  ],
  [/^\S+ in (\S+) · job done/, ([environment = '']) => ({ state: { kind: 'job-done' }, environment })],
  [/^\S+ is failing in (\S+)/, ([environment = '']) => ({ state: { kind: 'failing' }, environment })],
  [
    /^\S+ (?:failed and )?was superseded in (\S+) by (\S+?)(?:, while Shipmate was not looking)?$/,
    ([environment = '', by = '']) => ({ state: { kind: 'superseded', by }, environment }),
  ],
  [
    /^\S+ (?:failed and )?was left in (\S+): somebody went back to (\S+), not through Shipmate(?:, while Shipmate was not looking)?$/,
    ([environment = '', by = '']) => ({ state: { kind: 'left', by }, environment }),
  ],
  [/^\S+ failed in (\S+)/, ([environment = '']) => ({ state: { kind: 'failed' }, environment })],
  [/^\S+ timed out in (\S+)/, ([environment = '']) => ({ state: { kind: 'timed-out' }, environment })],
  [
    /^\S+ (?:failed and )?was deleted from (\S+?)(?: before it was live)?$/,
    ([environment = '']) => ({ state: { kind: 'deleted' }, environment }),
  ],
  [/^\S+ \S+ → (\S+?): /, ([environment = '']) => ({ state: { kind: 'on-the-way' }, environment })],
  [/^(?:building|built) ?/, () => ({ state: { kind: 'building' } })],
];

/** Reads a root message; undefined when it is no card at all. */
export function readCard(text: string): CardReading | undefined {
  const lines = text.split('\n');
  const [, service, version] = identity.exec(lines[0] ?? '') ?? [];
  if (service === undefined || version === undefined) return undefined;
  const said = lines[1] ?? '';
  const alerting = /^\S+ (?:began to fail|recovered) in \S+/.test(said);
  const hadFailed = /^\S+ failed and was /.test(said);
  return { service, version, ...readState(said), hadFailed, isAlert: alerting, rows: readRows(lines) };
}

function readState(said: string): { readonly state: CardState; readonly environment?: string } {
  for (const [pattern, read] of states) {
    const found = pattern.exec(said);
    if (found !== null) return read(found.slice(1));
  }
  return { state: { kind: 'unreadable' } };
}

/** The rows are those lines that are indented under the plan's title, each with its mark. */
function readRows(lines: readonly string[]): CardReading['rows'] {
  return lines.flatMap((line) => {
    const [, mark, title] = /^ {2}([✓✗●○]) (.+)$/.exec(line) ?? [];
    return mark === undefined || title === undefined ? [] : [{ mark, title }];
  });
}

const lastWords: ReadonlySet<CardState['kind']> = new Set([
  ...(['live', 'job-done', 'failed', 'timed-out', 'deleted', 'superseded', 'left', 'rolled-back'] as const),
]);

/** Whether this is how it ended, and not where it stands in between. */
export function isFinal({ kind }: CardState): boolean {
  return lastWords.has(kind);
}
