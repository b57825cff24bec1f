/** Milliseconds of this process's own time that the work takes, for the machine may be busy with others. */
export function cpuTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}
