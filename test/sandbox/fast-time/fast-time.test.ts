import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fastMs, fastTimeFlags, paceOf, realDelayMs } from '../../../sandbox/fast-time/pace.ts';

const pace = { scale: 60, origin: 1_000_000 };

describe('the pace', () => {
  it('is the same in both times until the origin, and then so many times as fast', () => {
    expect([999_000, 1_000_000, 1_001_000].map((at) => fastMs(pace, at))).toEqual([
      999_000, 1_000_000, 1_060_000,
    ]);
  });

  it('shortens what is waited for', () => {
    expect(realDelayMs(pace, 60_000)).toBe(1_000);
  });

  it('shortens no wait to less than a network needs, and makes none longer', () => {
    expect([240, 5, 1, 0, undefined].map((delayMs) => realDelayMs(pace, delayMs))).toEqual([
      5,
      5,
      1,
      0,
      undefined,
    ]);
  });

  it('reaches the process that it is for', () => {
    const [flag, url = ''] = fastTimeFlags(pace);

    expect(flag).toBe('--import');
    expect(paceOf(url)).toEqual(pace);
  });

  it.each([0, 0.5, -1, Number.NaN])('is never %s', (scale) => {
    expect(() => fastTimeFlags({ scale, origin: 0 })).toThrow('time does not run');
  });

  it('is missed when it is not said', () => {
    expect(() => paceOf('file:///preload.ts?scale=60')).toThrow('no pace');
  });
});

/** Runs a program and answers what it writes, as JSON. */
async function run(flags: readonly string[], program: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...flags,
    '--input-type=module',
    '-e',
    program,
  ]);
  return JSON.parse(stdout);
}

const clocks = 'const read = () => [Date.now(), new Date().getTime(), performance.now()];';
const since = 'const passed = (from) => read().map((now, at) => now - from[at]);';

const waits = {
  setTimeout: 'await new Promise((resolve) => setTimeout(resolve, 6000));',
  'setTimeout of node:timers':
    "const timers = await import('node:timers'); await new Promise((resolve) => timers.setTimeout(resolve, 6000));",
  'setTimeout of node:timers/promises':
    "const { setTimeout: wait } = await import('node:timers/promises'); await wait(6000);",
  'a promisified setTimeout':
    "const { promisify } = await import('node:util'); await promisify(setTimeout)(6000);",
  setInterval:
    'await new Promise((resolve) => { const timer = setInterval(() => { clearInterval(timer); resolve(); }, 6000); });',
};

describe('a process in fast time', () => {
  it.each(Object.entries(waits))(
    'waits a sixtieth of 6 s for %s, by every clock of its own',
    async (_what, wait) => {
      const flags = fastTimeFlags({ scale: 60, origin: Date.now() });
      const real =
        'const began = process.hrtime.bigint(); const real = () => Number(process.hrtime.bigint() - began) / 1e6;';
      // The clocks are read between two looks at the real time, each time: the machine may do something else between any.
      const program = `${clocks} ${since} ${real} const from = read(); const begun = real(); ${wait} const least = real() - begun; const fast = passed(from); console.log(JSON.stringify([least, real(), ...fast]));`;

      const [leastMs = 0, mostMs = 0, ...fast] = await run(flags, program);

      expect(leastMs).toBeGreaterThan(95);
      expect(fast.length).toBeGreaterThan(0);
      for (const passedMs of fast) {
        expect(passedMs).toBeGreaterThan(5_900);
        expect(passedMs).toBeGreaterThan(leastMs * 60 - 600);
        expect(passedMs).toBeLessThan(mostMs * 60 + 600);
      }
    },
  );

  it('shares its time with every other process of the same pace', async () => {
    const origin = Date.now() - 1_000;
    const flags = fastTimeFlags({ scale: 60, origin });

    const [at = 0] = await run(flags, 'console.log(JSON.stringify([Date.now()]))');
    const nowMs = Date.now();

    expect(at).toBeGreaterThan(origin + 60_000);
    expect(at).toBeLessThanOrEqual(fastMs({ scale: 60, origin }, nowMs));
  });

  it('leaves dates that are given as they are', async () => {
    const flags = fastTimeFlags({ scale: 60, origin: 0 });

    const [given] = await run(flags, "console.log(JSON.stringify([new Date('2026-11-21').getTime()]))");

    expect(given).toBe(Date.UTC(2026, 10, 21));
  });

  it('gives an answer half a second of the world, however fast its time is', async () => {
    const program =
      'const began = process.hrtime.bigint(); const signal = AbortSignal.timeout(5000); setTimeout(() => {}, 1e6);' +
      "signal.addEventListener('abort', () => { console.log(JSON.stringify([Number(process.hrtime.bigint() - began) / 1e6])); process.exit(); });";

    const [realMs = 0] = await run(fastTimeFlags({ scale: 1000, origin: Date.now() }), program);

    expect(realMs).toBeGreaterThan(490);
    expect(realMs).toBeLessThan(4_000);
  });
});
