/** By the logger: an entry, and what a card shows of it. */
export type LoggerLines = Readonly<Record<string, readonly [entry: object, shown: readonly string[]]>>;

/** How loggers of the JVM write, and those that follow Elastic's schema. */
export const jvmLines: LoggerLines = {
  'log4j2, JsonLayout': [
    {
      instant: { epochSecond: 1_767_323_045, nanoOfSecond: 678_000_000 },
      thread: 'main',
      level: 'ERROR',
      loggerName: 'com.acme.Payments',
      message: 'Application run failed',
      thrown: {
        commonElementCount: 0,
        localizedMessage: 'no pool',
        message: 'no pool',
        name: 'java.lang.IllegalStateException',
        extendedStackTrace: [
          { class: 'com.acme.Pool', method: 'open', file: 'Pool.java', line: 17, exact: true },
          { class: 'com.acme.Payments', method: 'main', file: 'Payments.java', line: 5, exact: true },
        ],
        cause: { name: 'java.net.ConnectException', message: 'Connection refused' },
      },
      endOfBatch: false,
      threadId: 1,
      threadPriority: 5,
    },
    [
      'ERROR Application run failed: java.lang.IllegalStateException: no pool',
      '    at com.acme.Pool.open (Pool.java:17)',
      '    at com.acme.Payments.main (Payments.java:5)',
      '    Caused by: java.net.ConnectException: Connection refused',
    ],
  ],
  'logback for logstash': [
    {
      '@timestamp': '2026-01-02T03:04:05.678Z',
      '@version': '1',
      message: 'Application run failed',
      logger_name: 'o.s.boot.SpringApplication',
      thread_name: 'main',
      level: 'ERROR',
      level_value: 40_000,
      stack_trace:
        "org.springframework.beans.factory.BeanCreationException: Error creating bean 'pool'\n\tat org.springframework.A.b(A.java:337) ~[spring-beans-6.2.1.jar!/:6.2.1]\n\tat org.springframework.C.d(C.java:1)\n\tat org.springframework.E.f(E.java:2)\n\tat org.springframework.G.h(G.java:3)\nCaused by: java.lang.RuntimeException: wrapped\n\tat com.acme.X.y(X.java:3)\n\t... 24 common frames omitted\nCaused by: java.net.UnknownHostException: db\n\tat com.acme.Db.open(Db.java:8)\n\t... 31 common frames omitted",
    },
    [
      "ERROR Application run failed: org.springframework.beans.factory.BeanCreationException: Error creating bean 'pool'",
      '    at org.springframework.A.b(A.java:337) ~[spring-beans-6.2.1.jar!/:6.2.1]',
      '    at org.springframework.C.d(C.java:1)',
      '    at org.springframework.E.f(E.java:2)',
      '    Caused by: java.net.UnknownHostException: db',
      '    at com.acme.Db.open(Db.java:8)',
    ],
  ],
  Quarkus: [
    {
      timestamp: '2026-01-02T03:04:05.678Z',
      loggerName: 'com.acme.Pool',
      level: 'SEVERE',
      message: 'boom',
      processId: 1,
      exception: {
        refId: 1,
        exceptionType: 'java.lang.IllegalStateException',
        message: 'no pool',
        frames: [{ class: 'com.acme.Pool', method: 'open', line: 17 }],
        causedBy: { exception: { refId: 2, exceptionType: 'java.io.IOException', message: 'reset' } },
      },
    },
    [
      'ERROR boom: java.lang.IllegalStateException: no pool',
      '    at com.acme.Pool.open (:17)',
      '    Caused by: java.io.IOException: reset',
    ],
  ],
  'Elastic Common Schema, nested': [
    {
      '@timestamp': '2026-01-02T03:04:05.678Z',
      log: { level: 'error', logger: 'payments' },
      message: 'cannot start',
      ecs: { version: '8.10.0' },
      error: {
        type: 'Error',
        message: 'no such host',
        stack_trace: 'Error: no such host\n    at lookup (/srv/dns.js:3:1)',
      },
    },
    ['ERROR cannot start: Error: no such host', '    at lookup (/srv/dns.js:3:1)'],
  ],
  'Elastic Common Schema, flat': [
    {
      '@timestamp': '2026-01-02T03:04:05.678Z',
      'log.level': 'WARN',
      message: 'giving up',
      'ecs.version': '1.2.0',
      'service.name': 'payments',
      'error.type': 'java.io.IOException',
      'error.message': 'reset',
      'error.stack_trace': 'java.io.IOException: reset\n\tat com.acme.A.b(A.java:1)',
    },
    ['WARN giving up: java.io.IOException: reset', '    at com.acme.A.b(A.java:1)'],
  ],
};
