/** The benchmark's own child processes: started, asked, stopped. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Order } from './orders.ts';

export interface Helper {
  readonly pid: number;
  /** The first thing it says. */
  hello(): Promise<unknown>;
  /** Gives an order and waits until it is carried out. @throws with the helper's own words where it failed. */
  ask(task: Order): Promise<unknown>;
  stop(): void;
}

const reply = z.object({ result: z.unknown().optional(), error: z.string().optional() });

export function startHelper(file: string): Helper {
  const child = fork(resolve(import.meta.dirname, file), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const died = once(child, 'exit').then(() => {
    throw new Error(`${file} stopped in the middle of the benchmark`);
  });
  // Whoever waits for an answer hears of it; nobody waits when the benchmark is over.
  died.catch(() => undefined);
  const next = async (): Promise<unknown> => {
    const [message] = await Promise.race([once(child, 'message'), died]);
    return message;
  };
  return {
    pid: child.pid ?? 0,
    hello: next,
    async ask(task) {
      const answered = next();
      child.send(task);
      const { result, error } = reply.parse(await answered);
      if (error !== undefined) throw new Error(`${file}: ${error}`);
      return result;
    },
    stop() {
      // It exits by itself when its parent's channel closes.
      if (child.connected) child.disconnect();
    },
  };
}
