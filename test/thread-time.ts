/** The time that this thread itself spent on some work, in ms: what else the machine does at the moment is no part of it. */
export function threadTimeOf(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
