/** What the exit codes mean that shells, kernels and kubelets give. */
const meanings: ReadonlyMap<number, string> = new Map([
  [0, 'as if it were done, but it should keep running'],
  [1, 'an error of its own'],
  [126, 'its command may not be executed'],
  [127, 'its command does not exist in the image'],
  [130, 'interrupted by SIGINT'],
  [132, 'illegal instruction: often an image of another CPU type'],
  [134, 'aborted by itself with SIGABRT'],
  [137, 'killed by SIGKILL'],
  [139, 'a segmentation fault'],
  [143, 'asked to end by SIGTERM: often a liveness probe'],
]);

const firstSignalCode = 128;
const lastSignalCode = 192;

/** `code 1, an error of its own`, `signal 9`: how a container ended. Undefined when nobody knows. */
export function howItEnded(end: { exitCode?: number; signal?: number }): string | undefined {
  const { exitCode, signal } = end;
  if (exitCode === undefined) return signal === undefined ? undefined : `signal ${signal}`;
  const meaning = meanings.get(exitCode) ?? signalMeaning(exitCode);
  return meaning === undefined ? `code ${exitCode}` : `code ${exitCode}, ${meaning}`;
}

/** Shells add 128 to the number of the signal that ended a process. */
function signalMeaning(exitCode: number): string | undefined {
  if (exitCode <= firstSignalCode || exitCode > lastSignalCode) return undefined;
  return `ended by signal ${exitCode - firstSignalCode}`;
}
