import { jvmLines, type LoggerLines } from './jvm-lines.ts';

/** How loggers write the line that tells why a program died: by the logger, the entry and what a card shows of it. */
export const loggerLines: LoggerLines = {
  ...jvmLines,
  pino: [
    {
      level: 60,
      time: 1_767_323_045_680,
      pid: 1,
      hostname: 'payments-api-5d9c7b8f6d-x2v7k',
      err: {
        type: 'ConfigurationError',
        message: 'DB_POOL_SIZE must be a number, got "ten"',
        stack:
          'ConfigurationError: DB_POOL_SIZE must be a number, got "ten"\n    at parse (/usr/src/app/config.js:12:9)\n    at load (/usr/src/app/config.js:31:3)\n    at Object.<anonymous> (/usr/src/app/server.js:4:1)\n    at Module._compile (node:internal/modules/cjs/loader:1554:14)',
        code: 'ERR_CONFIG',
      },
      msg: 'cannot start',
    },
    [
      'FATAL cannot start: ConfigurationError: DB_POOL_SIZE must be a number, got "ten"',
      '    at parse (/usr/src/app/config.js:12:9)',
      '    at load (/usr/src/app/config.js:31:3)',
      '    at Object.<anonymous> (/usr/src/app/server.js:4:1)',
    ],
  ],
  'pino, when the message is that of the error': [
    { level: 50, err: { type: 'Error', message: 'socket hang up' }, msg: 'socket hang up' },
    ['ERROR Error: socket hang up'],
  ],
  bunyan: [
    {
      name: 'payments',
      hostname: 'x',
      pid: 1,
      level: 50,
      err: {
        name: 'TypeError',
        message: 'x is undefined',
        stack: 'TypeError: x is undefined\n    at a.js:1',
      },
      msg: 'x is undefined',
      time: '2026-01-02T03:04:05.678Z',
      v: 0,
    },
    ['ERROR TypeError: x is undefined', '    at a.js:1'],
  ],
  winston: [
    {
      level: '\u001b[31merror\u001b[39m',
      message: 'cannot reach the ledger',
      stack: 'Error: cannot reach the ledger\n    at connect (/srv/ledger.js:9:11)',
      timestamp: '2026-01-02T03:04:05.678Z',
    },
    ['ERROR Error: cannot reach the ledger', '    at connect (/srv/ledger.js:9:11)'],
  ],
  zap: [
    {
      level: 'fatal',
      ts: 1_767_323_045.68,
      caller: 'server/main.go:42',
      msg: 'cannot start',
      error: 'dial tcp 10.0.0.7:5432: connect: connection refused',
      stacktrace:
        'main.connect\n\t/go/src/app/db.go:31\nmain.main\n\t/go/src/app/main.go:42\nruntime.main\n\t/usr/local/go/src/runtime/proc.go:283',
    },
    [
      'FATAL cannot start: dial tcp 10.0.0.7:5432: connect: connection refused',
      '    main.connect /go/src/app/db.go:31',
      '    main.main /go/src/app/main.go:42',
      '    runtime.main /usr/local/go/src/runtime/proc.go:283',
    ],
  ],
  logrus: [
    { error: 'EOF', level: 'warning', msg: 'retrying.', attempt: 3, time: '2026-01-02T03:04:05Z' },
    ['WARN retrying: EOF (attempt=3)'],
  ],
  slog: [
    {
      time: '2026-01-02T03:04:05.678Z',
      level: 'ERROR+2',
      source: { function: 'main.main', file: '/app/main.go', line: 9 },
      msg: 'invalid configuration',
      key: 'DB_POOL_SIZE',
      value: 'ten',
    },
    ['ERROR+2 invalid configuration (key=DB_POOL_SIZE, value=ten)'],
  ],
  zerolog: [
    { level: 'error', error: 'timeout', service: 'payments', time: 1_767_323_045, message: 'no answer' },
    ['ERROR no answer: timeout'],
  ],
  'Google Cloud': [
    {
      severity: 'CRITICAL',
      message:
        'Traceback (most recent call last):\n  File "/srv/main.py", line 9, in <module>\n    main()\n  File "/srv/main.py", line 5, in main\n    int("ten")\nValueError: invalid literal for int() with base 10: \'ten\'',
      'logging.googleapis.com/trace': 'projects/acme/traces/1',
      'logging.googleapis.com/sourceLocation': { file: 'main.py', line: '5' },
      time: '2026-01-02T03:04:05.678Z',
    },
    [
      "FATAL ValueError: invalid literal for int() with base 10: 'ten'",
      '    File "/srv/main.py", line 5, in main',
      '    File "/srv/main.py", line 9, in <module>',
    ],
  ],
  'Serilog, compact': [
    {
      '@t': '2026-01-02T03:04:05.678Z',
      '@mt': 'Cannot reach {Host} after {Attempts:00} attempts of {@Client}',
      '@l': 'Error',
      '@x': 'System.Net.Sockets.SocketException (111): Connection refused\n   at Acme.Db.Open() in /src/Db.cs:line 27\n   at Program.Main()',
      Host: 'db:5432',
      Attempts: 5,
      Client: { name: 'x' },
      SourceContext: 'Acme.Db',
    },
    [
      'ERROR Cannot reach db:5432 after 5 attempts of {@Client}: System.Net.Sockets.SocketException (111): Connection refused',
      '    at Acme.Db.Open() in /src/Db.cs:line 27',
      '    at Program.Main()',
    ],
  ],
  'Serilog, without a level': [
    { '@t': '2026-01-02T03:04:05.678Z', '@m': 'Now listening', '@i': 'a1' },
    ['Now listening'],
  ],
  '.NET console': [
    {
      EventId: 14,
      LogLevel: 'Critical',
      Category: 'Microsoft.Hosting',
      Message: 'Unhandled exception',
      Exception: 'System.InvalidOperationException: boom\n   at Program.<Main>$(String[] args)',
      State: { Message: 'Unhandled exception', '{OriginalFormat}': 'Unhandled exception' },
    },
    [
      'FATAL Unhandled exception: System.InvalidOperationException: boom',
      '    at Program.<Main>$(String[] args)',
    ],
  ],
  structlog: [
    {
      event: 'cannot start',
      level: 'critical',
      timestamp: '2026-01-02T03:04:05Z',
      pool: 'ten',
      exception: [
        {
          exc_type: 'ValueError',
          exc_value: 'invalid literal',
          syntax_error: null,
          is_cause: false,
          frames: [
            { filename: '/srv/main.py', lineno: 9, name: '<module>' },
            { filename: '/srv/config.py', lineno: 5, name: 'load' },
          ],
        },
      ],
    },
    [
      'FATAL cannot start: ValueError: invalid literal (pool=ten)',
      '    at load (/srv/config.py:5)',
      '    at <module> (/srv/main.py:9)',
    ],
  ],
  'python-json-logger': [
    {
      asctime: '2026-01-02 03:04:05,678',
      name: 'payments',
      levelname: 'ERROR',
      message: 'cannot start',
      exc_info:
        'Traceback (most recent call last):\n  File "/srv/main.py", line 9, in <module>\n    start()\nKeyError: \'DB_URL\'',
      taskName: null,
    },
    ["ERROR cannot start: KeyError: 'DB_URL'", '    File "/srv/main.py", line 9, in <module>'],
  ],
  lograge: [
    {
      method: 'GET',
      path: '/cards/17',
      format: 'html',
      controller: 'CardsController',
      action: 'show',
      status: 500,
      duration: 13.21,
      exception: ['NoMethodError', "undefined method 'number' for nil"],
    },
    ["GET /cards/17 500: NoMethodError: undefined method 'number' for nil"],
  ],
  monolog: [
    {
      message: 'Uncaught exception',
      context: {
        exception: {
          class: 'PDOException',
          message: 'SQLSTATE[HY000] [2002] Connection refused',
          code: 2002,
          file: '/var/www/html/Connector.php:71',
        },
      },
      level: 400,
      level_name: 'ERROR',
      channel: 'production',
      datetime: '2026-01-02T03:04:05.678901+00:00',
      extra: {},
    },
    [
      'ERROR Uncaught exception: PDOException: SQLSTATE[HY000] [2002] Connection refused',
      '    at /var/www/html/Connector.php:71',
    ],
  ],
  "Rust's tracing": [
    {
      timestamp: '2026-01-02T03:04:05.678901Z',
      level: 'ERROR',
      fields: { message: 'cannot start', error: 'invalid digit found in string', key: 'DB_POOL_SIZE' },
      target: 'payments::config',
    },
    ['ERROR cannot start: invalid digit found in string (key=DB_POOL_SIZE)'],
  ],
  MongoDB: [
    {
      t: { $date: '2026-01-02T03:04:05.678+00:00' },
      s: 'F',
      c: 'STORAGE',
      id: 28_595,
      ctx: 'initandlisten',
      msg: 'Terminating.',
      attr: { reason: '95: Operation not supported' },
    },
    ['FATAL Terminating. (reason=95: Operation not supported)'],
  ],
  GELF: [
    { version: '1.1', host: 'x', short_message: 'no space left on device', level: 3, _file: 'a' },
    ['ERROR no space left on device (_file=a)'],
  ],
  'AWS Lambda': [
    {
      errorType: 'Runtime.ImportModuleError',
      errorMessage: "Error: Cannot find module 'pg'",
      stack: [
        "Runtime.ImportModuleError: Error: Cannot find module 'pg'",
        '    at load (/var/runtime/index.mjs:9:1)',
      ],
    },
    ["Runtime.ImportModuleError: Error: Cannot find module 'pg'", '    at load (/var/runtime/index.mjs:9:1)'],
  ],
  'a driver of Docker, with another line of JSON in it': [
    {
      log: '{"level":"error","msg":"no such table: cards"}\n',
      stream: 'stderr',
      time: '2026-01-02T03:04:05Z',
    },
    ['ERROR no such table: cards'],
  ],
  'Caddy and other access logs': [
    { method: 'GET', url: '/v1/cards', status: 503, response_flags: 'UF' },
    ['GET /v1/cards 503 (response_flags=UF)'],
  ],
  'an entry with a structure for its message': [
    { level: 'error', message: { code: 7, text: 'no' } },
    ['ERROR no (code=7)'],
  ],
  'a message of several lines': [
    { level: 'error', msg: 'cannot start:\n  - DB_URL is missing\r\n\n  - PORT is missing\n' },
    ['ERROR cannot start:', '  - DB_URL is missing', '  - PORT is missing'],
  ],
};
