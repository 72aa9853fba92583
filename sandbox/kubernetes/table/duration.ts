const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The age format of kubectl: apimachinery's duration.HumanDuration. */
export function humanDuration(durationMs: number): string {
  if (durationMs < 0) return '0s';
  const seconds = Math.floor(durationMs / second);
  if (durationMs < 2 * minute) return `${seconds}s`;
  const minutes = Math.floor(durationMs / minute);
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(durationMs / hour);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(durationMs / day);
  if (days < 8) return withRest(days, 'd', hours % 24, 'h');
  return days < 730 ? `${days}d` : `${Math.floor(days / 365)}y`;
}

function withRest(whole: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${whole}${unit}` : `${whole}${unit}${rest}${restUnit}`;
}

export function ageSince(time: string | undefined, now: Date): string {
  return time === undefined ? '<unknown>' : humanDuration(now.getTime() - Date.parse(time));
}
