/** What a process and its children have used, from Linux's /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** `getconf CLK_TCK`: a hundred a second on every Linux that Node runs on. */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  /** Seconds of user and system time. */
  readonly own: number;
  /** The same of children that have exited and been waited for. */
  readonly exitedChildren: number;
}

/** @returns undefined where the process is gone. */
function readStat(pid: number): Stat | undefined {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The second field is the program's name in parentheses and may hold anything; the rest begins with the third.
  const fields = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15);
  return {
    parent,
    own: (user + system) / ticksPerSecond,
    exitedChildren: (childrenUser + childrenSystem) / ticksPerSecond,
  };
}

/** Seconds of CPU that a process and its direct children, living or exited, have used since they began. */
export function cpuSeconds(pid: number): number {
  const self = readStat(pid);
  if (self === undefined) return 0;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((stat) => stat?.parent === pid);
  return children.reduce((sum, child) => sum + (child?.own ?? 0), self.own + self.exitedChildren);
}

/** MB of memory resident now (`VmRSS`) or at most since the process began (`VmHWM`). */
export function residentMegabytes(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${which}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
}

/** Seconds of CPU that everything on this machine has used since it was started. */
export function machineCpuSeconds(): number {
  // user, nice, system, idle, iowait, irq, softirq, steal
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = readFileSync('/proc/stat', 'utf8')
    .slice('cpu'.length, 200)
    .trim()
    .split(' ')
    .map(Number);
  return (user + nice + system + irq + softirq) / ticksPerSecond;
}
