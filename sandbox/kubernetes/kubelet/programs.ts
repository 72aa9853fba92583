import type { Program } from './image-registry.ts';

export interface Exit {
  exitCode: number;
  reason: string;
}

/** What a program may do while its container runs. */
export interface Run {
  service: string;
  version: string;
  /** How often its container was restarted before. */
  restarts: number;
  log(line: string | Buffer): void;
  sleep(humanMs: number): Promise<void>;
  setReady(isReady: boolean): void;
  unhealthy(message: string): void;
  /** The kubelet ends the container, because its liveness probe says so. */
  kill(): Exit;
}

export type Script = (run: Run) => Promise<Exit>;

const forever = () => new Promise<Exit>(() => undefined);
const failed: Exit = { exitCode: 1, reason: 'Error' };
const refused = 'Readiness probe failed: HTTP probe failed with statuscode: 503';

function starting(run: Run): void {
  run.log(`starting ${run.service} ${run.version}`);
  run.log('loading configuration from environment');
}

async function becomeReady(run: Run, humanMs: number): Promise<void> {
  starting(run);
  await run.sleep(humanMs);
  run.log('listening on :8080');
  run.setReady(true);
}

async function crash(run: Run, lines: (string | Buffer)[], exit: Exit = failed): Promise<Exit> {
  starting(run);
  await run.sleep(150);
  for (const line of lines) run.log(line);
  await run.sleep(50);
  return exit;
}

const escapeCharacter = String.fromCharCode(27);
const rightToLeft = String.fromCharCode(0x202e);
const hostileLines = [
  '<!channel> <@U123> <https://evil.example|click here> & <b>bold</b>',
  '```',
  '`rm -rf /` *bold* _italic_ ~strike~',
  `${escapeCharacter}[31mpanic:${escapeCharacter}[0m ${rightToLeft}txet desrever`,
  'goroutine 1 [running]:',
];
const binaryLine = Buffer.from(
  Array.from({ length: 512 }, (_, index) => (index * 7 + 128) % 256 || 1),
).filter((byte) => byte !== 10);
/** Put together here, so that whoever scans the sources for leaked secrets does not find one. */
const leakyLines = [
  `config: DATABASE_URL=${['postgres://payments', 'correct-horse-42@db:5432/payments'].join(':')}`,
  `calling the card network with Authorization: ${['Bearer', '9f8e7d6c5b4a39281706f5e4d3c2b1a0'].join(' ')}`,
  ['-----BEGIN', 'PRIVATE KEY-----'].join(' '),
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYm9ndXMgYm9ndXMg',
  ['-----END', 'PRIVATE KEY-----'].join(' '),
  'fatal: the card network answered 401',
];
const failure = 'LEDGER_TIMEOUT must be a number of milliseconds, got "2s"';
/** As pino writes them: what happened is in the message, why is deeper in. */
const jsonLines = [
  {
    level: 30,
    msg: 'connecting to the ledger',
    url: 'https://ledger.example/v1',
    headers: { authorization: ['Bearer', '4f1d0c9b8a7e6d5c4b3a29180f7e6d5c'].join(' ') },
  },
  {
    level: 60,
    setting: 'LEDGER_TIMEOUT',
    err: {
      type: 'ConfigurationError',
      message: failure,
      stack: [
        `ConfigurationError: ${failure}`,
        '    at parseMilliseconds (/srv/config.js:31:11)',
        '    at loadConfiguration (/srv/config.js:12:5)',
        '    at main (/srv/server.js:4:18)',
        '    at Module._compile (node:internal/modules/cjs/loader:1554:14)',
      ].join('\n'),
    },
    msg: 'cannot start',
  },
].map((entry) => JSON.stringify({ ...entry, pid: 1, hostname: 'payments-api' }));
const giantLineBytes = 10 * 1024 * 1024;

/** Ready and alive, but not well: only what measures its answers can tell. */
async function answerWithErrors(run: Run): Promise<Exit> {
  await becomeReady(run, 500);
  for (;;) {
    await run.sleep(2000);
    run.log('error: POST /captures answered 500: card network refused the request');
  }
}

async function flap(run: Run): Promise<Exit> {
  await becomeReady(run, 500);
  for (let isReady = false; ; isReady = !isReady) {
    await run.sleep(isReady ? 800 : 1500);
    if (!isReady) run.unhealthy(refused);
    run.setReady(isReady);
  }
}

/** A proxy that loses its first race with what it needs. */
async function crashOnce(run: Run): Promise<Exit> {
  if (run.restarts === 0) {
    return crash(run, ['error initializing configuration: unknown cluster "ledger"', 'exiting']);
  }
  await becomeReady(run, 100);
  return forever();
}

const unanswered =
  'Liveness probe failed: Get "http://10.244.0.5:8080/live": context deadline exceeded (Client.Timeout exceeded while awaiting headers)';

/** The third failure in a row is one too many: the default failureThreshold. */
async function hang(run: Run): Promise<Exit> {
  starting(run);
  run.log('waiting for the lock of migration 7');
  for (let failures = 0; failures < 3; failures += 1) {
    await run.sleep(300);
    run.unhealthy(unanswered);
  }
  return run.kill();
}

async function work(run: Run, humanMs: number): Promise<Exit> {
  starting(run);
  await run.sleep(humanMs);
  run.log('migrated 1204 rows');
  run.log('done');
  return { exitCode: 0, reason: 'Completed' };
}

export const scripts: Readonly<Record<Program, Script>> = {
  good: async (run) => {
    await becomeReady(run, 500);
    return forever();
  },
  slow: async (run) => {
    await becomeReady(run, 6000);
    return forever();
  },
  task: (run) => work(run, 500),
  'slow-task': (run) => work(run, 6000),
  crashing: (run) => crash(run, ['config: DB_POOL_SIZE must be a number, got "ten"', 'fatal: cannot start']),
  oom: async (run) => {
    starting(run);
    await run.sleep(250);
    run.log('loading 4 GiB of price history into memory');
    await run.sleep(150);
    return { exitCode: 137, reason: 'OOMKilled' };
  },
  'never-ready': async (run) => {
    starting(run);
    for (;;) {
      await run.sleep(1000);
      run.log('waiting for database at db:5432');
      run.unhealthy(refused);
    }
  },
  flapping: flap,
  hanging: hang,
  'crash-later': async (run) => {
    await becomeReady(run, 500);
    await run.sleep(2500);
    run.log('error: lost connection to db:5432');
    run.log('fatal: no connection left in pool');
    return { exitCode: 2, reason: 'Error' };
  },
  'binary-log': (run) => crash(run, [Buffer.from(binaryLine), 'fatal: corrupt state file']),
  'giant-line': (run) => crash(run, [Buffer.alloc(giantLineBytes, 'x'), 'fatal: dump too large']),
  'hostile-log': (run) => crash(run, hostileLines),
  'leaky-log': (run) => crash(run, leakyLines),
  'json-log': (run) => crash(run, jsonLines),
  'crash-once': crashOnce,
  erroneous: answerWithErrors,
  doubtful: answerWithErrors,
};
