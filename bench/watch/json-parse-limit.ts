import { podJson } from './pod.ts';

const distinct = 2_000;
const warmUpEvents = 4_000;

/** A plain JSON.parse of lines like the burst's, events per second: prints one number. */
function measureLimit(events: number): number {
  const lines = Array.from({ length: distinct }, (_, index) =>
    Buffer.from(`{"type":"MODIFIED","object":${podJson(index)}}`),
  );
  parseAll(lines, warmUpEvents);
  const startedAt = performance.now();
  parseAll(lines, events);
  return events / ((performance.now() - startedAt) / 1_000);
}

function parseAll(lines: readonly Buffer[], events: number): void {
  for (let at = 0; at < events; at += 1) {
    const event: { type: string } = JSON.parse(lines[at % lines.length]?.toString() ?? '');
    if (event.type !== 'MODIFIED') throw new Error('parsed something else');
  }
}

process.once('disconnect', () => process.exit());
process.once('message', (events: number) => {
  process.send?.(measureLimit(events), () => process.exit());
});
