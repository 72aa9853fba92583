export interface RecordedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** 0 until it is answered. */
  status: number;
}

export interface Fault {
  readonly match?: (request: RecordedRequest) => boolean;
  /** What is answered instead; `lost` ends the connection without an answer. */
  readonly answer: { readonly status: number; readonly body?: object; readonly headers?: object } | 'lost';
  /** Whether it is carried out all the same, so that only the answer is wrong. Default: false. */
  readonly isCarriedOut?: boolean;
  /** Default: 1. */
  readonly times?: number;
}

export function createFaults() {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    next(fault: Fault): void {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    clear: () => void waiting.splice(0),
    take(request: RecordedRequest): Fault | undefined {
      const found = waiting.find(({ fault, left }) => left > 0 && (fault.match?.(request) ?? true));
      if (found !== undefined) found.left -= 1;
      return found?.fault;
    },
  };
}
