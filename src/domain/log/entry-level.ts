import { fieldOf } from './entry-field.ts';
import type { JsonObject } from './json-line.ts';
import { visibleText } from './visible-text.ts';

/** Where loggers write how bad it is, the common ones first; `@l` is Serilog's. */
const levelFields = [
  'level_name',
  'levelname',
  'log.level',
  'level',
  'severity',
  'lvl',
  '@l',
  'LogLevel',
  'Level',
  'loglevel',
  'log_level',
  'severity_text',
  'SeverityText',
  // MongoDB
  's',
];

/** bunyan and pino count by tens, monolog by hundreds, syslog (GELF) downwards from 7. */
const byNumber: ReadonlyMap<number, string> = new Map([
  [0, 'FATAL'],
  [1, 'FATAL'],
  [2, 'FATAL'],
  [3, 'ERROR'],
  [4, 'WARN'],
  [5, 'NOTICE'],
  [6, 'INFO'],
  [7, 'DEBUG'],
  [10, 'TRACE'],
  [20, 'DEBUG'],
  [30, 'INFO'],
  [40, 'WARN'],
  [50, 'ERROR'],
  [60, 'FATAL'],
  [100, 'DEBUG'],
  [200, 'INFO'],
  [250, 'NOTICE'],
  [300, 'WARN'],
  [400, 'ERROR'],
  [500, 'FATAL'],
  [550, 'FATAL'],
  [600, 'FATAL'],
]);

/** One word for one level, whatever the logger calls it. */
const byName: Readonly<Record<string, string>> = {
  INFORMATION: 'INFO',
  WARNING: 'WARN',
  ERR: 'ERROR',
  SEVERE: 'ERROR',
  CRIT: 'FATAL',
  CRITICAL: 'FATAL',
  DPANIC: 'FATAL',
  PANIC: 'FATAL',
  ALERT: 'FATAL',
  EMERG: 'FATAL',
  EMERGENCY: 'FATAL',
  VERBOSE: 'DEBUG',
  E: 'ERROR',
  F: 'FATAL',
  W: 'WARN',
  I: 'INFO',
  D: 'DEBUG',
};

/** How bad an entry is, in capitals; undefined when it does not say. */
export function levelOf(entry: JsonObject): string | undefined {
  const level = fieldOf(entry, levelFields);
  if (typeof level === 'number') return byNumber.get(level);
  if (typeof level !== 'string' || level.length > 40) return undefined;
  // winston colours it.
  const name = visibleText(level).trim().toUpperCase();
  if (/^\d{1,3}$/.test(name)) return byNumber.get(Number(name));
  if (!/^[A-Z][A-Z0-9+-]{0,15}$/.test(name)) return undefined;
  return Object.hasOwn(byName, name) ? byName[name] : name;
}
