import { z } from 'zod';
import { didYouMean } from '../../nearest.ts';
import { durationField } from './duration.ts';
import { channelField, textField, wholeNumberField } from './fields.ts';

const expectedZone = 'a time zone like "Europe/Amsterdam"';

const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

/** Minutes from midnight past the schema. */
function timeField(pattern: RegExp, example: string) {
  return textField(`a time of day like "${example}"`, pattern)
    .transform((text) => {
      const [hours = 0, minutes = 0] = text.split(':').map(Number);
      return hours * 60 + minutes;
    })
    .meta({ title: 'time of day' });
}

const windowSchema = z.strictObject({
  days: z
    .array(weekday)
    .min(1, { error: 'at least one day' })
    .describe('Days on which it begins: mon, tue, wed, thu, fri, sat, sun.'),
  from: timeField(/^([01]\d|2[0-3]):[0-5]\d$/, '22:00').describe('When it begins.'),
  to: timeField(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, '08:00').describe(
    'When it ends: on the same day, or on the next if this is not later than "from".',
  ),
});

const quietHoursSchema = z.strictObject({
  timeZone: z
    .string({ error: expectedZone })
    .refine(isTimeZone, { error: ({ input }) => nearestZone(input) ?? expectedZone })
    .meta({ title: 'time zone' })
    .describe('Time zone of the times, by its IANA name. Changes of the clocks are kept.'),
  windows: z
    .array(windowSchema)
    .min(1, { error: 'at least one window' })
    .describe('When it is quiet; windows that touch make one quiet time.'),
});

export const channelSchema = z.strictObject({
  name: channelField().describe('The channel, written as where its cards are sent to it. Unique.'),
  quietHours: z
    .exactOptional(quietHoursSchema)
    .describe(
      'When nobody is pinged here, unless something fails in a protected environment. Cards go on; what still fails at the end is told then, in one message if it is several.',
    ),
});

export const stormsSchema = z
  .strictObject({
    problems: wholeNumberField(1, 100)
      .default(5)
      .describe('How many problems may ping in one channel within that time.'),
    within: durationField('5m', 'In which time; also how long it must be calm for a storm to be over.', {
      least: '1s',
      most: '1d',
    }),
  })
  .transform(({ problems, within }) => ({ problems, withinMs: within }))
  .prefault({})
  .describe('When problems are too many to be told one by one: what is more is folded into one message.');

/** A misspelt zone would be quiet at other hours than were meant, so that nothing is guessed. The guess is example enough. */
function nearestZone(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.length >= 50) return undefined;
  const guess = didYouMean(given, Intl.supportedValuesOf('timeZone'));
  return guess === '' ? undefined : `the IANA name of a time zone${guess}`;
}

function isTimeZone(name: string): boolean {
  // Intl takes offsets as well, which no change of the clocks moves.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
