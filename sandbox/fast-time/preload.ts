import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';
import { promisify } from 'node:util';
import { fastMs, paceOf, realDelayMs } from './pace.ts';

/**
 * Loaded before a program (`fastTimeFlags`), it makes the program's time run fast: its clocks, its timers, and with them
 * every deadline, back-off and limit, of its libraries too. Hours pass in minutes with the very code that runs
 * in earnest, which knows nothing of it. What Node does inside of itself (idle sockets) goes on in the world's time.
 */
const pace = paceOf(import.meta.url);

/**
 * What guards a request against silence must leave the answer the time that it really takes: no network and no busy
 * machine runs faster because somebody's clock does.
 */
const leastTimeoutMs = 500;

const RealDate = globalThis.Date;
const realNow = RealDate.now;
const startedAt = performance.now();
const realPerformanceNow = performance.now.bind(performance);
const fastNow = () => Math.floor(fastMs(pace, realNow()));

const FastDate = new Proxy(RealDate, {
  construct: (target, given: unknown[], newTarget) =>
    Reflect.construct(target, given.length === 0 ? [fastNow()] : given, newTarget),
  apply: () => new RealDate(fastNow()).toString(),
  get: (target, key, receiver) => (key === 'now' ? fastNow : Reflect.get(target, key, receiver)),
});

type Callback = (...given: unknown[]) => void;
const { setTimeout: realSetTimeout, setInterval: realSetInterval } = timers;
const { setTimeout: realWait, setInterval: realTicks } = promises;

const fastSetTimeout = (callback: Callback, delayMs?: number, ...given: unknown[]) =>
  realSetTimeout(callback, realDelayMs(pace, delayMs), ...given);
const fastSetInterval = (callback: Callback, delayMs?: number, ...given: unknown[]) =>
  realSetInterval(callback, realDelayMs(pace, delayMs), ...given);
const fastWait: typeof realWait = (delayMs, value, options) =>
  realWait(realDelayMs(pace, delayMs), value, options);
const fastTicks: typeof realTicks = (delayMs, value, options) =>
  realTicks(realDelayMs(pace, delayMs), value, options);
Object.defineProperty(fastSetTimeout, promisify.custom, { value: fastWait });

const realAbortTimeout = AbortSignal.timeout.bind(AbortSignal);

Object.assign(timers, { setTimeout: fastSetTimeout, setInterval: fastSetInterval });
Object.assign(promises, { setTimeout: fastWait, setInterval: fastTicks });
syncBuiltinESMExports();
Object.assign(globalThis, { Date: FastDate, setTimeout: fastSetTimeout, setInterval: fastSetInterval });
Object.assign(performance, {
  now: () => startedAt + (realPerformanceNow() - startedAt) * pace.scale,
});
Object.assign(AbortSignal, {
  timeout: (delayMs: number) =>
    realAbortTimeout(Math.max(Math.min(delayMs, leastTimeoutMs), delayMs / pace.scale)),
});
