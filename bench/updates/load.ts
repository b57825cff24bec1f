/**
 * The load generator, a process of its own: posts the simulated people's updates to a bot and listens to what the Bot
 * API stand-in says was sent to them. Told what to do by `run.ts` over the parent's channel.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { openConnection, type Connection } from './connection.ts';
import { gatherCrowd } from './crowd.ts';
import { order, type Departure, type Load, type Order } from './orders.ts';
import { nextUpdate, stepsInRound, type Person } from './people.ts';
import { monotonicNow, parseSent } from './sent.ts';

/** Telegram opens at most so many connections to a webhook. */
const telegramConnections = 100;
const milliseconds = 1e6;
const attempts = 6;

let crowd = gatherCrowd(0);
let connections: Connection[] = [];
let latencies: number[] = [];
let refused = 0;
/** When the first update of this load was due, in nanoseconds. */
let begin: number | undefined;

/** Posts this person's next update until it is taken, as Telegram would. @param due in nanoseconds. */
async function serve(person: Person, connection: Connection, due?: number): Promise<void> {
  const update = nextUpdate(person);
  if (update === undefined) {
    crowd.note('stuck', person, `after ${person.updates} updates: the button to press was never shown`);
    return;
  }
  const from = due ?? monotonicNow();
  begin ??= from;
  for (let attempt = 1; ; attempt += 1) {
    const status = await connection.post(update.body);
    if (status >= 200 && status < 300) break;
    refused += 1;
    if (attempt === attempts) {
      crowd.note('refused', person, `${update.step}: status ${status}`);
      break;
    }
    await sleep(50 * 2 ** attempt);
  }
  update.acknowledgedAt = monotonicNow();
  latencies.push((update.acknowledgedAt - from) / milliseconds);
}

async function flood(inFlight: number, seconds: number): Promise<void> {
  const end = monotonicNow() + seconds * 1e9;
  const lane = async (connection: Connection) => {
    while (monotonicNow() < end) {
      const person = await crowd.take();
      await serve(person, connection);
      crowd.putBack(person);
    }
  };
  await Promise.all(connections.slice(0, inFlight).map(lane));
}

/** Does something with each of these people, `inFlight` of them at a time. */
async function withEach(
  people: readonly Person[],
  inFlight: number,
  work: (person: Person, connection: Connection) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (connection: Connection) => {
    for (let person = people[next++]; person !== undefined; person = people[next++]) await work(person, connection);
  };
  await Promise.all(connections.slice(0, inFlight).map(lane));
}

async function warm(inFlight: number): Promise<void> {
  for (let step = 0; step < stepsInRound; step += 1) {
    // Everybody greets; then neighbours in the queue come to be at different steps.
    const whose = step === 0 ? crowd.people : crowd.people.filter((_, index) => index % stepsInRound >= step);
    await withEach(whose, inFlight, serve);
    await crowd.judgeAll();
  }
  crowd.queueAll();
}

/**
 * So many updates a second, each at its moment. Timers count whole milliseconds, which would be in every latency, so
 * the moments come from a thread that can wait exactly. Returns how late each post was, in milliseconds.
 */
async function pour(rate: number, seconds: number): Promise<number[]> {
  const late: number[] = [];
  const free = [...connections];
  const underWay: Promise<void>[] = [];
  const post = async (due: number): Promise<void> => {
    const person = await crowd.take();
    let connection = free.pop();
    for (; connection === undefined; connection = free.pop()) await nextTurn();
    late.push((monotonicNow() - due) / milliseconds);
    await serve(person, connection, due);
    crowd.putBack(person);
    free.push(connection);
  };
  const workerData = { rate, count: Math.round(rate * seconds) };
  const metronome = new Worker(new URL('./metronome.ts', import.meta.url), { workerData });
  metronome.on('message', (due: number) => underWay.push(post(due)));
  await once(metronome, 'exit');
  await Promise.all(underWay);
  return late;
}

async function live(stretches: readonly { readonly rate: number; readonly seconds: number }[]): Promise<number[]> {
  const late: number[] = [];
  for (const { rate, seconds } of stretches) late.push(...(await pour(rate, seconds)));
  return late;
}

async function redeliver(count: number): Promise<void> {
  await crowd.judgeAll();
  const again = crowd.people.filter((person) => person.last !== '').slice(0, count);
  await withEach(again, 8, async (person, connection) => {
    const status = await connection.post(person.last);
    if (status !== 200) crowd.note('refused', person, `a redelivered update: status ${status}`);
  });
  await sleep(500);
  for (const person of again) {
    // To answer the press once more is harmless; to say something once more is not.
    const said = person.heard.find((sent) => sent.method !== 'answercallbackquery');
    if (said) crowd.note('doubled', person, `a redelivered update sent ${said.method} «${said.text}»`);
    person.heard = [];
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function measured(work: () => Promise<number[] | void>): Promise<Load> {
  latencies = [];
  refused = 0;
  begin = undefined;
  const late = (await work()) ?? [];
  return {
    updates: latencies.length,
    seconds: (monotonicNow() - (begin ?? 0)) / 1e9,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
    worst: percentile(latencies, 1),
    refused,
    lateness: percentile(late, 0.95),
  };
}

/** Hears what the stand-in streams. */
async function listen(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  let rest = '';
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) crowd.hear(parseSent(line));
  });
  await once(socket, 'connect');
  socket.write('GET /sent HTTP/1.1\r\n\r\n');
}

async function carryOut(task: Order): Promise<Load | Departure | null> {
  switch (task.type) {
    case 'meet':
      crowd = gatherCrowd(task.people);
      connections = Array.from({ length: telegramConnections }, (_, place) =>
        openConnection(task.bots[place % task.bots.length] ?? 0, task.secret),
      );
      await listen(task.botApi);
      break;
    case 'warm':
      await warm(task.inFlight);
      break;
    case 'flood':
      return measured(() => flood(task.inFlight, task.seconds));
    case 'pour':
      return measured(() => pour(task.rate, task.seconds));
    case 'day':
      crowd.queueAll();
      return measured(() => live(task.stretches));
    case 'redeliver':
      await redeliver(task.count);
      break;
    case 'leave':
      await crowd.judgeAll();
      for (const connection of connections) connection.close();
      return crowd.report();
  }
  return null;
}

process.on('message', (message) => {
  carryOut(order.parse(message)).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
