import { isObject, type JsonObject, timeOf } from './json-field.ts';

/** Something happens to a workload that moves at least this often; what is older was written down some time ago. */
const recentMs = 3_600_000;
/** Of the API's own times: whole seconds or fractions, always UTC. */
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
const maxDepth = 8;

/**
 * When these objects were seen, for what may pass by itself: now, if they tell of the last hour, else the newest time
 * in them. A file that was put by says nothing of how long things have lasted since.
 */
export function momentOf(values: readonly unknown[], now: number): number {
  const newest = values.filter(isObject).reduce((latest, object) => Math.max(latest, newestOf(object)), 0);
  return newest === 0 || newest > now - recentMs ? Math.max(now, newest) : newest;
}

/** Times of the object itself and of its status; those of an event stand at its top. */
function newestOf({ metadata, status, ...rest }: JsonObject): number {
  const created = isObject(metadata) ? timeOf(metadata['creationTimestamp']) : 0;
  const own = Object.values(rest).reduce<number>((latest, value) => Math.max(latest, instantOf(value)), 0);
  return Math.max(created, own, newestIn(status, 0));
}

function newestIn(value: unknown, depth: number): number {
  if (typeof value === 'string') return instantOf(value);
  if (typeof value !== 'object' || value === null || depth > maxDepth) return 0;
  let newest = 0;
  for (const member of Object.values(value)) newest = Math.max(newest, newestIn(member, depth + 1));
  return newest;
}

function instantOf(value: unknown): number {
  return typeof value === 'string' && timePattern.test(value) ? timeOf(value) : 0;
}
