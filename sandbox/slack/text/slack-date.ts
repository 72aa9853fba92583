export interface DateRendering {
  locale?: string;
  timeZone?: string;
  /** "now", for `{ago}` and the pretty forms; milliseconds. */
  now: number;
}

/** Renders Slack's date template (`{date_short} {time}` …) as the client would. */
export function renderSlackDate(epochSeconds: number, format: string, rendering: DateRendering): string {
  const at = new Date(epochSeconds * 1000);

  return format.replace(/\{(\w+)\}/g, (whole, name: string) => renderToken(name, at, rendering) ?? whole);
}

function renderToken(name: string, at: Date, rendering: DateRendering): string | undefined {
  if (name === 'ago') return renderAgo(rendering.now - at.getTime());
  if (name === 'date_num') return renderIso(at, rendering);

  const pretty = /^(day_divider_pretty|date\w*)_pretty$|^day_divider_pretty$/.test(name);
  const near = pretty ? nearDay(at, rendering) : undefined;
  if (near) return near;

  const options = formats[name.replace(/_pretty$/, '').replace('day_divider', 'date')];
  if (!options) return undefined;
  return new Intl.DateTimeFormat(rendering.locale ?? 'en-GB', zoned(options, rendering)).format(at);
}

const formats: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date: { month: 'long', day: 'numeric' },
  date_slash: { day: '2-digit', month: '2-digit', year: 'numeric' },
  date_long: { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' },
  date_long_full: { month: 'long', day: 'numeric', year: 'numeric' },
  date_short: { month: 'short', day: 'numeric', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
};

function zoned(options: Intl.DateTimeFormatOptions, rendering: DateRendering): Intl.DateTimeFormatOptions {
  return rendering.timeZone === undefined ? options : { ...options, timeZone: rendering.timeZone };
}

function renderIso(at: Date, rendering: DateRendering): string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-CA', zoned(parts, rendering)).format(at);
}

function nearDay(at: Date, rendering: DateRendering): string | undefined {
  const dayOf = (ms: number) => Date.parse(`${renderIso(new Date(ms), rendering)}T00:00:00Z`);
  const days = Math.round((dayOf(at.getTime()) - dayOf(rendering.now)) / 86_400_000);
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[String(days)];
}

function renderAgo(elapsedMs: number): string {
  const seconds = Math.round(elapsedMs / 1000);
  if (seconds < 5 && seconds > -5) return 'just now';

  const steps = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ] as const;
  const [size, unit] = steps.find(([length]) => Math.abs(seconds) >= length) ?? steps[3];
  const count = Math.floor(Math.abs(seconds) / size);
  const amount = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return seconds < 0 ? `in ${amount}` : `${amount} ago`;
}
