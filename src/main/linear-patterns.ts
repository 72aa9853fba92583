import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 finish a pattern that goes back too often with its linear engine, so that no pattern of the configuration
 * can hold up the process. For the whole process, and for patterns compiled after it:
 * https://v8.dev/blog/non-backtracking-regexp
 */
export function useLinearPatterns(): void {
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
}
