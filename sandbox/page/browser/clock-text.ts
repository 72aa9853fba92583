/** The time of a message, `14:02`. */
export function timeOf(ts: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(dateOf(ts));
}

/** The full date and time, for a tooltip. */
export function fullTimeOf(ts: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' }).format(dateOf(ts));
}

/** The day a message stands under. */
export function dayOf(ts: string, nowMs: number): string {
  const format = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
  const day = format.format(dateOf(ts));
  if (day === format.format(new Date(nowMs))) return 'Today';
  return day === format.format(new Date(nowMs - 86_400_000)) ? 'Yesterday' : day;
}

function dateOf(ts: string): Date {
  return new Date(Number(ts) * 1000);
}
