import { z } from 'zod';
import { durationField } from './duration.ts';
import { pathField, secretField, wholeNumberField } from './fields.ts';

const tlsSchema = z
  .strictObject({
    mode: z
      .exactOptional(z.enum(['off', 'encrypt', 'verify']))
      .describe(
        'Whether the connection is encrypted, and whether the certificate is checked. By default what "sslmode" in the URL says, else "off".',
      ),
    caFile: z
      .exactOptional(pathField('a certificate file'))
      .describe("PEM file with the authority that signed PostgreSQL's certificate."),
    certFile: z
      .exactOptional(pathField('a certificate file'))
      .describe('PEM file with the certificate that Shipmate shows.'),
    keyFile: z.exactOptional(pathField('a key file')).describe('PEM file with the key of that certificate.'),
  })
  .prefault({})
  .describe('How the connection to PostgreSQL is protected.');

const databaseUrl =
  'a URL like "postgres://shipmate:password@db.example:5432/shipmate", with no parameters but "sslmode" and "host", and "%40" for an "@" in the password';
const sslModes: readonly string[] = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** What the driver would not know is refused here, where its place in the file is known. */
function isDatabaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  return [...new URL(text).searchParams].every(
    ([name, value]) => name === 'host' || (name === 'sslmode' && sslModes.includes(value)),
  );
}

const retentionSchema = z
  .strictObject({
    cards: durationField(
      '90d',
      'How long cards are kept after they were opened, with their messages; a card that is still followed stays.',
      { least: '1d', most: '3650d' },
    ),
    attachments: durationField(
      '30d',
      'How long whole logs are kept that were uploaded to Slack; Slack keeps its own.',
      { least: '1h', most: '3650d' },
    ),
    verdicts: durationField(
      '180d',
      'How long it is kept which versions were good or bad. Of a workload that is there the last 20 stay, and the last two good ones.',
      { least: '1d', most: '3650d' },
    ),
    history: durationField(
      '400d',
      'How long each event is kept. What is older is kept as counts by service, month and kind.',
      { least: '1d', most: '3650d' },
    ),
    workloads: durationField(
      '30d',
      'How long a workload is remembered that nobody has seen, because its cluster or namespace is not watched any more.',
      { least: '1d', most: '3650d' },
    ),
  })
  .transform(({ cards, attachments, verdicts, history, workloads }) => ({
    cardsMs: cards,
    attachmentsMs: attachments,
    verdictsMs: verdicts,
    historyMs: history,
    workloadsMs: workloads,
  }))
  .prefault({})
  .describe(
    'How long things are kept. What is older is taken out a little at a time, and its room given back.',
  );

/** One object with keys of both engines, so that an error can name the key that is wrong. */
export const storeSchema = z
  .strictObject({
    path: z
      .exactOptional(pathField('the database file'))
      .describe(
        'SQLite file with everything Shipmate remembers; made when it does not exist. For one replica. By default "shipmate.sqlite", unless "url" is given.',
      ),
    url: z.exactOptional(
      secretField(
        databaseUrl,
        /^postgres(ql)?:\/\/\S+$/,
        'PostgreSQL database with everything Shipmate remembers, instead of "path". For one replica or several. Connect directly or through a pool of sessions: a pool of transactions has no locks that last. Secret.',
      ).refine(isDatabaseUrl, { error: databaseUrl }),
    ),
    connections: wholeNumberField(2, 1000)
      .default(10)
      .describe('The most connections to PostgreSQL that a replica opens, besides one for its locks.'),
    connectTimeout: durationField('5s', 'How long PostgreSQL may take to accept a connection.', {
      least: '1s',
      most: '1m',
    }),
    statementTimeout: durationField('10s', 'How long a statement may take on PostgreSQL.', {
      least: '1s',
      most: '1h',
      orNone: true,
    }),
    tls: tlsSchema,
    retention: retentionSchema,
  })
  .refine(({ path, url }) => path === undefined || url === undefined, {
    error: 'either "path" or "url", not both',
  })
  .transform(({ path, url, connections, connectTimeout, statementTimeout, tls, retention }) =>
    url === undefined
      ? { path: path ?? 'shipmate.sqlite', retention }
      : {
          url,
          connections,
          connectTimeoutMs: connectTimeout,
          statementTimeoutMs: statementTimeout,
          tls,
          retention,
        },
  )
  .prefault({})
  .describe('Where state is kept: in a SQLite file, or in PostgreSQL.');
