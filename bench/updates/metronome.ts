/** A thread that tells its parent each moment of a steady rate, exact to some 100 µs, at the price of one wait each. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { monotonicNow } from './sent.ts';

const { rate, count } = z.object({ rate: z.number(), count: z.number() }).parse(workerData);
// Nobody ever changes it: a wait on it is a sleep, and not one of whole milliseconds as a timer's is.
const never = new Int32Array(new SharedArrayBuffer(4));

const begin = monotonicNow();
for (let index = 0; index < count; index += 1) {
  const due = begin + (index / rate) * 1e9;
  for (let wait = due - monotonicNow(); wait > 0; wait = due - monotonicNow()) Atomics.wait(never, 0, 0, wait / 1e6);
  parentPort?.postMessage(due);
}
