const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time as people say it: `38 s`, `2 min 40 s`, `3 h 5 min`, `2 days`. */
export function duration(ms: number): string {
  const length = Math.max(0, Math.round((Number.isFinite(ms) ? ms : 0) / second) * second);
  if (length < minute) return `${length / second} s`;
  if (length < hour) return pair(length, [minute, 'min'], [second, 's']);
  if (length < 2 * day) return pair(length, [hour, 'h'], [minute, 'min']);
  return `${Math.floor(length / day)} days`;
}

/** How long something took; nothing under a second, because `0 s` reads like a mistake. */
export function took(ms: number): string {
  return ms >= second ? duration(ms) : '';
}

function pair(length: number, [large, largeUnit]: Unit, [small, smallUnit]: Unit): string {
  const rest = Math.floor((length % large) / small);
  const whole = `${Math.floor(length / large)} ${largeUnit}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallUnit}`;
}

type Unit = readonly [number, string];
