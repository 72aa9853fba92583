import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

/** What the chaos suite was asked for. */
export interface ChaosRequest {
  readonly runs: number;
  /** The first one; each run has the next. */
  readonly seed: number;
  readonly rollouts: number;
  /** How fast the time of a run goes. */
  readonly scale: number;
  /** How many runs go on at a time. */
  readonly lanes: number;
  readonly bots: number;
  readonly engine: 'sqlite' | 'postgres';
  /** Where the stores of runs with findings are kept. */
  readonly keep?: string;
  /** No run is begun after this; absent for no limit. */
  readonly minutes?: number;
}

export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'chaos'; readonly request: ChaosRequest }
  | { readonly kind: 'wrong'; readonly because: string };

export const usage = `Usage: npm run chaos -- [--runs N] [--seed N] [--engine ENGINE] [--minutes N]

  --runs N         how many runs (default 200)
  --seed N         the seed of the first; each run has the next one (default 1)
  --engine ENGINE  what the bots store in: sqlite (default), or postgres, which is then restarted, too
  --minutes N      begin no run after so many minutes
  --bots N         replicas of the bot, on postgres (default 1)
  --rollouts N     rollouts in each run (default 50)
  --scale N        how many times as fast the time of a run goes (default 10)
  --lanes N        how many runs go on at a time (default: two for each processor)
  --keep FOLDER    keeps what a run that went wrong has stored and logged
  --help           prints this

Every third seed has storms: too many problems in a channel are folded into one message.

Exit code 1: what people see was not what happened. The seed repeats the plan of a run; how its parts fall together
depends on the machine, too.
`;

const numbers = {
  runs: { type: 'string', default: '200' },
  seed: { type: 'string', default: '1' },
  rollouts: { type: 'string', default: '50' },
  scale: { type: 'string', default: '10' },
  lanes: { type: 'string', default: String(2 * availableParallelism()) },
  bots: { type: 'string', default: '1' },
  minutes: { type: 'string' },
} as const;

export function readArguments(words: readonly string[]): Asked {
  try {
    const options = {
      ...numbers,
      engine: { type: 'string', default: 'sqlite' },
      keep: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    const { values } = parseArgs({ args: [...words], options });
    if (values.help === true) return { kind: 'help' };
    return { kind: 'chaos', request: requestOf(values) };
  } catch (error) {
    return { kind: 'wrong', because: error instanceof Error ? error.message : String(error) };
  }
}

type Values = Readonly<Record<Exclude<keyof typeof numbers, 'minutes'> | 'engine', string>> & {
  readonly minutes?: string | undefined;
  readonly keep?: string | undefined;
};

function requestOf(values: Values): ChaosRequest {
  const count = (name: Exclude<keyof typeof numbers, 'minutes'>) => positive(name, values[name]);
  const { engine } = values;
  if (engine !== 'sqlite' && engine !== 'postgres')
    throw new Error(`--engine ${engine}: expected sqlite or postgres`);
  if (engine === 'sqlite' && count('bots') > 1)
    throw new Error(`--bots ${values.bots}: several need --engine postgres`);
  return {
    runs: count('runs'),
    seed: count('seed'),
    rollouts: count('rollouts'),
    scale: count('scale'),
    lanes: count('lanes'),
    bots: count('bots'),
    engine,
    ...(values.keep === undefined ? {} : { keep: values.keep }),
    ...(values.minutes === undefined ? {} : { minutes: positive('minutes', values.minutes) }),
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Error(`--${name} ${text}: expected a whole number above 0`);
  }
  return value;
}

/** The command line that plays one seed of a request again. */
export function commandFor({ rollouts, scale, bots, engine }: ChaosRequest, seed: number): string {
  const more = bots === 1 ? '' : ` --bots ${bots}`;
  return `npm run chaos -- --runs 1 --seed ${seed} --engine ${engine} --rollouts ${rollouts} --scale ${scale}${more}`;
}
