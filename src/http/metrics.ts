export interface MetricSample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Metric {
  /** With its unit, such as `shipmate_delivery_oldest_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge';
  readonly samples: readonly MetricSample[];
}

export interface Metrics {
  /** Asked at every scrape; a source that throws is left out of that scrape. */
  add(source: () => readonly Metric[]): void;
  /** Prometheus' text format, version 0.0.4. */
  render(): string;
}

/** A registry of sources: what is counted stays where it is counted. */
export function createMetrics(onFailure: (error: unknown) => void = () => {}): Metrics {
  const sources: (() => readonly Metric[])[] = [];

  function collect(source: () => readonly Metric[]): readonly Metric[] {
    try {
      return source();
    } catch (error) {
      onFailure(error);
      return [];
    }
  }

  return {
    add(source) {
      sources.push(source);
    },
    render: () => sources.flatMap(collect).map(renderMetric).join(''),
  };
}

function renderMetric({ name, help, kind, samples }: Metric): string {
  const lines = samples.map((sample) => `${name}${renderLabels(sample.labels)} ${sample.value}`);
  const escapedHelp = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return `${[`# HELP ${name} ${escapedHelp}`, `# TYPE ${name} ${kind}`, ...lines].join('\n')}\n`;
}

function renderLabels(labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
