import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { until } from './until.ts';

/** Of every Linux: it lets a child be told of its parent's death. */
const program = 'setpriv';

/** What every server of a test's own can be made to do. */
export interface OwnProcess {
  /** Starts it, also after `stop` and `kill`, on the same port and with what it had kept; resolves when it serves. */
  start(): Promise<void>;
  /** Asks it to end, as an operator does, and waits for that. */
  stop(): Promise<void>;
  /** A crash, at once: what it had not kept is gone, connections are reset. */
  kill(): Promise<void>;
  /** It hangs: connections are taken and nothing is answered, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** @throws where it does not run. */
  pid(): number;
}

export interface OwnProcessOptions {
  /** Names it in errors. */
  readonly name: string;
  readonly command: readonly [program: string, ...words: string[]];
  /** Whether it serves; asked again and again after a start. */
  readonly isReady: () => Promise<boolean>;
}

/** A server that runs in the foreground, as a child which dies with this process. Not started yet. */
export function ownProcess({ name, command, isReady }: OwnProcessOptions): OwnProcess {
  let child: ChildProcess | undefined;
  let said = '';

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    // One that is frozen would not hear of it otherwise.
    ending.kill('SIGCONT');
    const patience = setTimeout(() => ending.kill('SIGKILL'), 60_000);
    await ended;
    clearTimeout(patience);
  }

  return {
    async start() {
      const began = spawn(program, ['--pdeathsig', 'KILL', ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
      child = began;
      said = '';
      for (const stream of [began.stdout, began.stderr])
        stream.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2000)));
      const hasEnded = (): boolean => began.exitCode !== null || began.signalCode !== null;
      await until(
        () => `${name} serves: ${said}`,
        async () => hasEnded() || (await isReady()),
        120_000,
      );
      if (hasEnded()) throw new Error(`${name} ended: ${said}`);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    pid() {
      if (child?.pid === undefined) throw new Error(`${name} does not run`);
      return child.pid;
    },
  };
}

/** Whether somebody on this machine answers to a greeting, whatever it is. */
export function answersTo(greeting: string | Uint8Array, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write(greeting));
    const finish = (answers: boolean) => () => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(10_000, finish(false)).once('data', finish(true));
    socket.once('error', finish(false)).once('close', finish(false));
  });
}

/** Those this process was given already: what shall listen there may not have begun to. */
const given = new Set<number>();

/**
 * As many ports in a row as asked for, on which nobody listens, below those that the system gives to connections: they
 * are free when they are used, and a server that was stopped finds its own free again.
 *
 * @returns the first of them.
 */
export async function freePortsInRow(count: number): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const first = 20_000 + Math.floor(Math.random() * 12_000);
    const row = Array.from({ length: count }, (_, place) => first + place);
    if (row.some((port) => given.has(port))) continue;
    for (const port of row) given.add(port);
    const free = await Promise.all(row.map((port) => isFree(port)));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (listens) await new Promise((resolve) => server.close(resolve));
  return listens;
}
