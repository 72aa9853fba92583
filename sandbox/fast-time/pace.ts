/** How fast a process's time runs, and since when: `origin` is the moment that both times have in common. */
export interface Pace {
  /** Seconds of the process for each second of the world; 1 or more. */
  readonly scale: number;
  /** Epoch milliseconds. */
  readonly origin: number;
}

/** What the process takes for now when the world's clock says `realMs`. Before the origin both say the same. */
export function fastMs({ scale, origin }: Pace, realMs: number): number {
  return realMs <= origin ? realMs : origin + (realMs - origin) * scale;
}

/** No timer is shorter than this in the world: what waits for a network would give up before it could answer. */
const leastDelayMs = 5;

/** How long the world waits while the process waits for `fastDelayMs`. */
export function realDelayMs({ scale }: Pace, fastDelayMs: number | undefined): number | undefined {
  if (fastDelayMs === undefined) return undefined;
  return Math.max(fastDelayMs / scale, Math.min(fastDelayMs, leastDelayMs));
}

const preload = new URL('./preload.ts', import.meta.url);

/** What starts Node in fast time: `node ...flags main.ts`. */
export function fastTimeFlags({ scale, origin }: Pace): readonly string[] {
  if (!(scale >= 1)) throw new Error(`time does not run ${scale} times as fast: the least is 1`);
  const url = new URL(preload);
  url.search = new URLSearchParams({ scale: String(scale), origin: String(origin) }).toString();
  return ['--import', url.href];
}

/** The other way: what `fastTimeFlags` said, in the process that it started. */
export function paceOf(url: string): Pace {
  const parameters = new URL(url).searchParams;
  const number = (name: string) => Number(parameters.get(name) ?? Number.NaN);
  const pace = { scale: number('scale'), origin: number('origin') };
  if (!(pace.scale >= 1) || !Number.isFinite(pace.origin)) throw new Error(`no pace in ${url}`);
  return pace;
}
