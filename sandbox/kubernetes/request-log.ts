import type { Exchange } from './api/exchange.ts';

export interface RecordedRequest {
  at: Date;
  method: string;
  path: string;
  query: string;
  userAgent: string;
  /** 0 until the answer has begun. */
  status: number;
}

export interface RequestLog {
  requests: RecordedRequest[];
  record(exchange: Exchange): void;
}

const capacity = 1000;

/** The last requests, for tests and for the sandbox's page. */
export function createRequestLog(now: () => Date): RequestLog {
  const requests: RecordedRequest[] = [];
  return {
    requests,
    record({ method, path, query, userAgent, response }) {
      const entry: RecordedRequest = {
        at: now(),
        method,
        path,
        query: query.toString(),
        userAgent,
        status: 0,
      };
      requests.push(entry);
      if (requests.length > capacity) requests.shift();
      const settle = () => {
        entry.status = response.headersSent ? response.statusCode : 0;
      };
      response.once('finish', settle);
      response.once('close', settle);
    },
  };
}
