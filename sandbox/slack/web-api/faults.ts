/** One misbehaviour of Slack, for the next matching request. */
export interface Fault {
  /** A Web API method, `response_url`, `upload`, or `*` for any. */
  method: string;
  channel?: string;
  /** Answer `ok: false` with this error. */
  error?: string;
  /** Answer with this HTTP status and no JSON. */
  status?: number;
  /** Seconds in a Retry-After header; with no other status this is a 429. */
  retryAfter?: number;
  /** Take the request up only this much later, and answer it properly then. */
  delayMs?: number;
  /** Do what was asked at once, and answer this much later. */
  answerDelayMs?: number;
  /** Cut the connection before anything is done. */
  reset?: boolean;
  /** Never answer. */
  hang?: boolean;
  /** Do what was asked, then cut the connection without an answer. */
  dropAfterAccept?: boolean;
  /** Called when what was asked is done and its answer is not yet on its way. */
  onAccept?: () => void;
  /** How many requests are struck; 1 unless told. */
  times?: number;
}

export interface Faults {
  /** Answers how to take back what has not struck yet. */
  next(fault: Fault): () => void;
  /** The fault that strikes this request, if one does; counts it. */
  strike(method: string, channel: string | undefined): Fault | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; left: number }[] = [];

  return {
    next(fault) {
      const entry = { fault, left: fault.times ?? 1 };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((each) => each !== entry);
      };
    },
    strike(method, channel) {
      const entry = waiting.find(({ fault }) => matches(fault, method, channel));
      if (!entry) return undefined;
      entry.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return entry.fault;
    },
    clear() {
      waiting = [];
    },
  };
}

function matches(fault: Fault, method: string, channel: string | undefined): boolean {
  const isMethod = fault.method === '*' || fault.method === method;
  return isMethod && (fault.channel === undefined || fault.channel === channel);
}
