import { loadConfig } from '../config/load.ts';
import { visibleText } from '../domain/log/visible-text.ts';
import type { InboxListing, InboxRecord } from '../main/operate-inbox.ts';
import type { Command, ExitCode } from './command.ts';
import { usageError } from './command-line.ts';

const listHelp = `Usage: shipmate inbox list [--dead] [--json]

Lists the requests of Slack and of pipelines that are stored and not processed: first those that were given up, with
the reason and its reference in the log, then those that wait. It may be run beside a running Shipmate.

  --dead    Only those that were given up.
  --json    An array with, for each request: key, status (dead or waiting), source, subject, receivedAt, attempts,
            nextAttemptAt if it waits, and failure. What was sent is never shown.`;

const replayHelp = `Usage: shipmate inbox replay KEY
       shipmate inbox replay --all-dead

Lets a request that was given up wait again, with all its attempts before it. A running Shipmate takes it up within
seconds, before everything else of its subject. "shipmate inbox list --dead" shows the keys.

What a person asked for in Slack is not done behind their back: after five minutes a replay of it only tells them that
it was not done, and that they may ask again. What pipelines and GitHub sent is processed however old it is.`;

export const inboxListCommand: Command = {
  name: 'inbox list',
  summary: 'List the requests that wait to be processed, and those that were given up.',
  flags: ['dead', 'json'],
  help: listHelp,
  async run({ env, readFile, print, write }, { flags }): Promise<ExitCode> {
    const { config } = loadConfig({ env, readFile });
    const { listInbox } = await import('../main/operate-inbox.ts');
    const listing = await listInbox(config.store, flags.has('dead'));

    if (flags.has('json')) await write(`${JSON.stringify(listing.records.map(toDocument), null, 2)}\n`);
    else for (const line of toLines(listing)) print(line);
    return 0;
  },
};

export const inboxReplayCommand: Command = {
  name: 'inbox replay',
  summary: 'Let a request that was given up be processed again.',
  flags: ['all-dead'],
  takesWords: true,
  help: replayHelp,
  async run({ env, readFile, print }, { flags, words }): Promise<ExitCode> {
    const [key, ...more] = words;
    const isAll = flags.has('all-dead');
    if (more.length > 0 || (key === undefined) !== isAll) {
      throw usageError('Which request? Either its key, in quotes if it has spaces, or --all-dead.');
    }

    const { config } = loadConfig({ env, readFile });
    const { replayInbox } = await import('../main/operate-inbox.ts');
    const count = await replayInbox(config.store, key);
    print(
      count === 0
        ? 'Nothing was given up: there is nothing to replay.'
        : `${waitAgain(count, key)} Shipmate takes up what waits within seconds.`,
    );
    return 0;
  },
};

function waitAgain(count: number, key: string | undefined): string {
  if (key !== undefined) return `${visibleText(key)} waits again.`;
  return count === 1 ? '1 request waits again.' : `${count} requests wait again.`;
}

function toDocument({ receivedAt, nextAttemptAt, ...record }: InboxRecord) {
  return {
    ...record,
    receivedAt: moment(receivedAt),
    ...(record.status === 'waiting' ? { nextAttemptAt: moment(nextAttemptAt) } : {}),
  };
}

function toLines({ depth, records }: InboxListing): readonly string[] {
  if (records.length === 0) return ['Nothing to show: no request is stuck.'];
  const total = `${depth.dead} given up, ${depth.waiting} waiting.`;
  return [total, ...records.flatMap(toParagraph)];
}

/** Keys and subjects are foreign in part, and a terminal obeys what it is shown. */
function toParagraph(record: InboxRecord): readonly string[] {
  const { key, status, source, subject, receivedAt, attempts, nextAttemptAt, failure } = record;
  const facts = [
    source,
    visibleText(subject),
    `came in ${moment(receivedAt)}`,
    attempts === 1 ? '1 attempt' : `${attempts} attempts`,
    ...(status === 'waiting' ? [`next ${moment(nextAttemptAt)}`] : []),
  ];
  return [
    '',
    `${status === 'dead' ? 'given up' : status}  ${visibleText(key)}`,
    `  ${facts.join(', ')}`,
    ...(failure === undefined ? [] : [`  ${visibleText(failure)}`]),
  ];
}

function moment(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
