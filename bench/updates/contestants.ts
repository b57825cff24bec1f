/** The two bots that are compared, and how each is started on a database of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export const webhookSecret = 'bench-secret';

/** The memory that `npm start` gives it. */
export const memory = ['--max-semi-space-size=8', '--heap-growing-percent=15'] as const;

/** Both take the same settings; a bot ignores what it does not know. */
const contestants = {
  minuta: [...memory, 'bin/main.js', 'start', 'bot'],
  peer: ['bench/updates/peer/main.ts'],
} as const;

export type Contestant = keyof typeof contestants;

export interface RunningBot {
  readonly pid: number;
  readonly port: number;
  /** Milliseconds from its start until it said that it was ready. */
  readonly readyAfter: number;
  stop(): Promise<void>;
}

interface Surroundings {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly botApiPort: number;
  /** A folder for a CPU profile of the bot, which costs it some speed. */
  readonly profile?: string | undefined;
}

export async function startBot(contestant: Contestant, around: Surroundings): Promise<RunningBot> {
  const port = await freePort();
  const profiler = around.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(around.profile)}`];
  return startProcess([...profiler, ...contestants[contestant]], port, {
    BOT_TOKEN: '1:bench',
    BOT_MODE: 'webhook',
    TELEGRAM_API_ROOT: `http://127.0.0.1:${around.botApiPort}`,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    WEBHOOK_SECRET: webhookSecret,
    DATABASE_URL: around.databaseUrl,
    // The product is measured on PostgreSQL alone where it does not need Redis; the peer keeps its once-keys there.
    ...(contestant === 'peer' ? { REDIS_URL: around.redisUrl } : {}),
    RATE_LIMIT_USER: '1000',
    RATE_LIMIT_TOTAL: '1000000',
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
    // What `npm start` turns on for itself; the peer's types need not be stripped at each start either.
    NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
  });
}

const root = resolve(import.meta.dirname, '../..');
const patience = 60_000;

/** Starts a program of this checkout that listens on `port`, and waits until it is ready. */
export async function startProcess(
  program: readonly string[],
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<RunningBot> {
  const begin = performance.now();
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program.join(' ')} could not be started`);
  try {
    await untilReady(child, port, program.join(' '));
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return { pid, port, readyAfter: performance.now() - begin, stop: () => stopProcess(child) };
}

async function untilReady(child: ChildProcess, port: number, name: string): Promise<void> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${name} exited with ${child.exitCode} before it was ready`);
    try {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1000) });
      if (response.ok) return;
    } catch {
      // It does not listen yet.
    }
    await sleep(10);
  }
  throw new Error(`${name} was not ready after ${patience / 1000} s`);
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(tooLong);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  await once(server, 'close');
  return port;
}
