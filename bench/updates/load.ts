/**
 * The load generator, a process of its own: posts the simulated people's updates to a bot and listens to what the Bot
 * API stand-in says was sent to them. Told what to do by `run.ts` over the parent's channel.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { openConnection, type Connection } from './connection.ts';
import { order, type Departure, type Load, type Order } from './orders.ts';
import { hear, indexOfPerson, makePeople, nextUpdate, settle, stepsInRound, type Person } from './people.ts';
import { monotonicNow, parseSent } from './sent.ts';

/** Telegram opens at most so many connections to a webhook. */
const telegramConnections = 100;
const milliseconds = 1e6;

let people: Person[] = [];
let connections: Connection[] = [];
/** Who has nothing under way, the longest idle first, from `idleHead` on: taking from the front must not move the rest. */
let idle: Person[] = [];
let idleHead = 0;
let latencies: number[] = [];
let refused = 0;
/** When the first update of this load was due, in nanoseconds. */
let begin: number | undefined;
const problems = new Map<string, number>();
const examples: string[] = [];

function note(problem: string, person: Person, about: string): void {
  problems.set(problem, (problems.get(problem) ?? 0) + 1);
  if (examples.length < 10) examples.push(`${problem}: person ${person.id}, ${about}`);
}

function judgePending(person: Person, final: boolean): boolean {
  const update = person.pending;
  if (update === undefined) return true;
  const heard = person.heard;
  const verdict = settle(person, final);
  for (const problem of verdict?.problems ?? []) {
    const calls = heard.map((sent) => `${sent.method} ${sent.message} «${sent.text}»`).join('; ');
    note(problem, person, `${update.step}${update.activity && ` ${update.activity}`}: ${calls || 'nothing was sent'}`);
  }
  return verdict !== undefined;
}

/** An idle person whose last update has been answered. What the stand-in tells may come a moment after the 2xx. */
async function takePerson(): Promise<Person> {
  for (let patience = 0; ;) {
    const person = idle[idleHead];
    if (person === undefined) {
      await sleep(1);
      continue;
    }
    idleHead += 1;
    if (idleHead > people.length) {
      idle = idle.slice(idleHead);
      idleHead = 0;
    }
    if (judgePending(person, patience > people.length)) return person;
    idle.push(person);
    patience += 1;
    if (patience % 100 === 0) await sleep(5);
  }
}

/** Posts this person's next update until it is taken, as Telegram would. @param due in nanoseconds. */
async function serve(person: Person, connection: Connection, due?: number): Promise<void> {
  const update = nextUpdate(person);
  if (update === undefined) {
    note('stuck', person, `after ${person.updates} updates: the button to press was never shown`);
    return;
  }
  const from = due ?? monotonicNow();
  begin ??= from;
  for (let attempt = 0; ; attempt += 1) {
    const status = await connection.post(update.body);
    if (status >= 200 && status < 300) break;
    refused += 1;
    if (attempt === 5) {
      note('refused', person, `${update.step}: status ${status}`);
      break;
    }
    await sleep(100 * 2 ** attempt);
  }
  update.acknowledgedAt = monotonicNow();
  latencies.push((update.acknowledgedAt - from) / milliseconds);
}

async function flood(inFlight: number, goOn: () => boolean): Promise<void> {
  const lane = async (connection: Connection) => {
    while (goOn()) {
      const person = await takePerson();
      await serve(person, connection);
      idle.push(person);
    }
  };
  await Promise.all(connections.slice(0, inFlight).map(lane));
}

/** Takes one step with each of these people. */
async function stepWith(whose: readonly Person[], inFlight: number): Promise<void> {
  let next = 0;
  const lane = async (connection: Connection) => {
    for (let person = whose[next++]; person !== undefined; person = whose[next++]) await serve(person, connection);
  };
  await Promise.all(connections.slice(0, inFlight).map(lane));
  await hearTheRest();
}

async function warm(inFlight: number): Promise<void> {
  await stepWith(people, inFlight);
  for (let step = 1; step < stepsInRound; step += 1) {
    await stepWith(
      people.filter((_, index) => index % stepsInRound >= step),
      inFlight,
    );
  }
  // Neighbours in the queue are at different steps already, and everybody waits for the same time.
  idle = [...people];
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
    const person = await takePerson();
    let connection = free.pop();
    for (; connection === undefined; connection = free.pop()) await nextTurn();
    late.push((monotonicNow() - due) / milliseconds);
    await serve(person, connection, due);
    idle.push(person);
    free.push(connection);
  };
  const workerData = { rate, count: Math.round(rate * seconds) };
  const metronome = new Worker(new URL('./metronome.ts', import.meta.url), { workerData });
  metronome.on('message', (due: number) => underWay.push(post(due)));
  await once(metronome, 'exit');
  await Promise.all(underWay);
  return late;
}

/** The last calls are still on their way from the stand-in when the last update has been acknowledged. */
async function hearTheRest(): Promise<void> {
  for (let tries = 0; tries < 40 && people.some((person) => !judgePending(person, false)); tries += 1) await sleep(50);
  for (const person of people) judgePending(person, true);
}

async function redeliver(count: number): Promise<void> {
  await hearTheRest();
  const again = people.filter((person) => person.last !== '').slice(0, count);
  let next = 0;
  const lane = async (connection: Connection) => {
    for (let person = again[next++]; person !== undefined; person = again[next++]) {
      const status = await connection.post(person.last);
      if (status !== 200) note('refused', person, `a redelivered update: status ${status}`);
    }
  };
  await Promise.all(connections.slice(0, 8).map(lane));
  await sleep(500);
  for (const person of again) {
    // To answer the press once more is harmless; to say something once more is not.
    const said = person.heard.filter((sent) => sent.method !== 'answercallbackquery');
    if (said.length > 0) note('doubled', person, `a redelivered update sent ${said[0]?.method} «${said[0]?.text}»`);
    person.heard = [];
  }
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function measured(work: () => Promise<number[] | void>): Promise<Load> {
  latencies = [];
  refused = 0;
  begin = undefined;
  const late = (await work()) ?? [];
  const seconds = (monotonicNow() - (begin ?? 0)) / 1e9;
  const sorted = latencies.toSorted((a, b) => a - b);
  return {
    updates: sorted.length,
    seconds,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    worst: sorted.at(-1) ?? 0,
    refused,
    lateness: percentile(
      late.toSorted((a, b) => a - b),
      0.95,
    ),
  };
}

function listen(port: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = connect(port, '127.0.0.1', () => socket.write('GET /sent HTTP/1.1\r\n\r\n', () => resolve()));
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const sent = parseSent(line);
      const person = people[indexOfPerson(sent.chat)];
      if (person !== undefined) hear(person, sent);
    }
  });
  return promise;
}

async function carryOut(task: Order): Promise<Load | Departure | null> {
  switch (task.type) {
    case 'meet':
      people = makePeople(task.people);
      connections = Array.from({ length: telegramConnections }, () => openConnection(task.bot, task.secret));
      await listen(task.botApi);
      break;
    case 'warm':
      return measured(() => warm(task.inFlight));
    case 'flood': {
      const end = monotonicNow() + task.seconds * 1e9;
      return measured(() => flood(task.inFlight, () => monotonicNow() < end));
    }
    case 'pour':
      return measured(() => pour(task.rate, task.seconds));
    case 'redeliver':
      await redeliver(task.count);
      break;
    case 'leave': {
      await hearTheRest();
      for (const connection of connections) connection.close();
      const done = people.map(({ id, updates, starts, finishes, total }) => ({ id, updates, starts, finishes, total }));
      return { problems: Object.fromEntries(problems), examples, people: done };
    }
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
