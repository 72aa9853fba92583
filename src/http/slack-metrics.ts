import type { Metric } from './metrics.ts';

interface MethodCalls {
  readonly method: string;
  readonly calls: number;
  readonly limited: number;
}

/** Slack counts by method, so operators do, too. */
export function slackMetrics(methods: readonly MethodCalls[]): readonly Metric[] {
  const samples = (count: 'calls' | 'limited') =>
    methods.map((each) => ({ labels: { method: each.method }, value: each[count] }));
  return [
    {
      name: 'shipmate_slack_calls_total',
      help: "Calls of Slack's Web API.",
      kind: 'counter',
      samples: samples('calls'),
    },
    {
      name: 'shipmate_slack_rate_limited_total',
      help: 'Calls that Slack answered with 429.',
      kind: 'counter',
      samples: samples('limited'),
    },
  ];
}
