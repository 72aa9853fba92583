/** One request of the bot, as the stand-in answered it. */
export interface RecordedRequest {
  /** `performance.now()` when the request had arrived whole. */
  at: number;
  method: string;
  channel?: string;
  /** What the bot calls the message, in its metadata. */
  key?: string;
  /** Of the message that was posted or edited. */
  ts?: string;
  ok: boolean;
  error?: string;
  /** The HTTP status; 0 when no answer was given. */
  status: number;
}

const capacity = 10_000;

export interface RequestLog {
  /** Oldest first; the last ten thousand. */
  readonly requests: readonly RecordedRequest[];
  record(request: RecordedRequest): void;
}

export function createRequestLog(): RequestLog {
  const requests: RecordedRequest[] = [];

  return {
    requests,
    record(request) {
      requests.push(request);
      if (requests.length > capacity) requests.splice(0, requests.length - capacity);
    },
  };
}
