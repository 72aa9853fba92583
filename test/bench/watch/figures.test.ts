import { describe, expect, it } from 'vitest';
import { figuresOf, type Round } from '../../../bench/watch/figures.ts';
import type { Measurement } from '../../../bench/watch/measurement.ts';

function measurement(factor: number): Measurement {
  return {
    sync_ms: 100 * factor,
    peak_rss_mb: 200 * factor,
    heap_per_pod_kb: 1 * factor,
    longest_block_ms: 10 * factor,
    events_per_s: 30_000 * factor,
    cpu_us_per_event: 20 * factor,
  };
}

const rounds: Round[] = [1, 1.5].map((factor) => ({
  shipmate: { watch: measurement(factor), watch_paged: measurement(2 * factor) },
  stock: measurement(4),
  limit: { first: 20_000 * factor, last: 24_000 },
}));

describe('the figures of the watch bench', () => {
  it.each([
    ['watch.sync_ms', 100, 400, 0.25, 150],
    ['watch.peak_rss_mb', 300, 800, 0.375, 300],
    ['watch.events_per_s', 45_000, 120_000, 0.375, 30_000],
    ['watch_paged.longest_block_ms', 20, 40, 0.5, 30],
    ['watch.json_parse_limit_events_per_s', 30_000, 24_000, 1.25, 20_000],
  ])(
    'have the best time and rate, the highest memory, and the worst: %s',
    (figure, value, peer, ratio, worst) => {
      expect(figuresOf(rounds)).toContainEqual({ figure, value, peer, ratio, worst });
    },
  );

  it('are the same seven in both ways to list', () => {
    const names = figuresOf(rounds).map(({ figure }) => figure);

    expect(names).toHaveLength(14);
    expect(names.filter((name) => name.startsWith('watch_paged.')).map((name) => name.slice(12))).toEqual(
      names.filter((name) => name.startsWith('watch.')).map((name) => name.slice(6)),
    );
  });
});
