import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export interface LoggerOptions {
  readonly level: string;
  readonly format: 'json' | 'pretty';
}

/** Keys under which a secret could end up in a log line by mistake. */
const secretPaths = [
  'token',
  'botToken',
  'signingSecret',
  'authorization',
  'headers.authorization',
  '*.token',
];

/** The log, on stderr: stdout belongs to results. */
export function createLogger({ level, format }: LoggerOptions): Logger {
  const options = { level, redact: { paths: secretPaths, censor: '[hidden]' } };
  const stderr = 2;
  return format === 'pretty'
    ? pino(options, pretty({ destination: stderr, sync: true, ignore: 'pid,hostname' }))
    : pino(options, pino.destination({ dest: stderr, sync: true }));
}
