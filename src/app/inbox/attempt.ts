import { PermanentError, TransientError, UserError } from '../../errors.ts';
import type { Clock, Conclusion, InboxEntry, Log, Settle } from '../../ports.ts';
import { within } from '../within.ts';
import { backOffMs } from './back-off.ts';
import { describeError } from './describe-error.ts';
import type { GroupCommit } from './group-commit.ts';
import type { InboxHandler, Said } from './handler.ts';
import type { InboxTiming } from './timing.ts';

/** `refused`: it is done, and the answer is no. `lost`: somebody else has it by now. */
export type Ending =
  | { readonly kind: 'done'; readonly said?: Said }
  | { readonly kind: 'later' | 'dead' | 'lost' }
  | { readonly kind: 'refused'; readonly error: UserError };

export interface AttemptOptions {
  readonly groupCommit: GroupCommit;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: InboxTiming;
  /** How often an entry is tried before it is dead. */
  readonly attempts: number;
  readonly handlerOf: (source: string) => InboxHandler | undefined;
  readonly createReference: () => string;
}

/** Processes one entry and stores how it ended. Rejects when that cannot be stored: then the entry's lease decides. */
export function createAttempt(options: AttemptOptions): (entry: InboxEntry) => Promise<Ending> {
  const { groupCommit, clock, log, timing, handlerOf, createReference } = options;
  /** Whether the handler stored its effect and the mark together. */
  const settled = new WeakSet<InboxEntry>();

  async function attempt(entry: InboxEntry): Promise<Ending> {
    const handler = handlerOf(entry.source);
    let said: Said | undefined;
    try {
      if (handler === undefined)
        throw new PermanentError('no-handler', `Nobody processes ${entry.source} here.`);
      if (entry.attempts > mostAttempts(handler)) throw interrupted(entry);
      await within(
        timing.attemptTimeoutMs,
        handler.process(entry, settleOf(entry), (words) => {
          said = words;
        }),
      );
    } catch (error) {
      return fail(entry, handler, error);
    }
    const ending = await conclude(entry, { kind: 'done', at: clock.now() }, { kind: 'done' });
    return ending.kind === 'done' && said !== undefined ? { ...ending, said } : ending;
  }

  function settleOf(entry: InboxEntry): Settle {
    return async ({ inbox }) => {
      if (!(await inbox.conclude(entry, { kind: 'done', at: clock.now() }))) {
        throw new TransientError('claim-lost', 'Another attempt at the same request has overtaken this one.');
      }
      settled.add(entry);
    };
  }

  async function fail(entry: InboxEntry, handler: InboxHandler | undefined, error: unknown): Promise<Ending> {
    const failure = describeError(error);
    if (error instanceof UserError) {
      return conclude(entry, { kind: 'done', at: clock.now(), failure }, { kind: 'refused', error });
    }
    if (error instanceof PermanentError || entry.attempts >= mostAttempts(handler)) {
      return bury(entry, handler, error);
    }
    const nextAttemptAt = clock.now() + backOffMs(entry.attempts, error, timing);
    const ending = await conclude(entry, { kind: 'later', nextAttemptAt, failure }, { kind: 'later' });
    // Of what was settled, this is all that anybody will ever hear of the failure.
    if (ending.kind === 'done')
      log.error({ err: error, ...namesOf(entry) }, 'what follows a processed request failed');
    else log.info({ failure, ...namesOf(entry) }, 'a request could not be processed and is tried again');
    return ending;
  }

  async function bury(entry: InboxEntry, handler: InboxHandler | undefined, error: unknown): Promise<Ending> {
    const reference = createReference();
    const failure = `${describeError(error)} (ref ${reference})`;
    const ending = await conclude(entry, { kind: 'dead', at: clock.now(), failure }, { kind: 'dead' });
    log.error(
      { err: error, reference, attempts: entry.attempts, ...namesOf(entry) },
      ending.kind === 'dead'
        ? 'a request was given up: see shipmate inbox list --dead'
        : 'what follows a processed request failed',
    );
    if (ending.kind === 'dead') {
      await handler?.onDead?.(entry, reference).catch((cause: unknown) => {
        log.error({ err: cause, reference }, 'nobody could be told that a request was given up');
      });
    }
    return ending;
  }

  async function conclude(entry: InboxEntry, conclusion: Conclusion, ending: Ending): Promise<Ending> {
    if (await groupCommit(({ inbox }) => inbox.conclude(entry, conclusion))) return ending;
    return { kind: settled.has(entry) ? 'done' : 'lost' };
  }

  function mostAttempts(handler: InboxHandler | undefined): number {
    return handler?.attempts ?? options.attempts;
  }

  return attempt;
}

/** Every attempt was begun and none ended: the process did, or it was too slow to keep its claim. */
function interrupted({ failure }: InboxEntry): PermanentError {
  const last = failure === undefined ? '' : ` The last failure before: ${failure}`;
  return new PermanentError('interrupted', `Shipmate stopped in the middle of the last attempt.${last}`);
}

function namesOf({ key, source, subject }: InboxEntry) {
  return { key, source, subject };
}
