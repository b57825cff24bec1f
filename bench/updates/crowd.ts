/** All the simulated people together: whose turn it is, and what went wrong with any of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Departure } from './orders.ts';
import { hear, indexOfPerson, makePeople, settle, type Person } from './people.ts';
import type { Sent } from './sent.ts';

export interface Crowd {
  readonly people: readonly Person[];
  /** Takes in a call a bot made. */
  hear(sent: Sent): void;
  /** Makes everybody wait for their turn, in order. */
  queueAll(): void;
  /** The person who has waited longest and whose last update has been answered. */
  take(): Promise<Person>;
  /** Puts a person whose update has been acknowledged at the end of the queue. */
  putBack(person: Person): void;
  /** Counts a problem. */
  note(problem: string, person: Person, about: string): void;
  /** Waits for calls that are still on their way when the last update has been acknowledged, and judges everybody. */
  judgeAll(): Promise<void>;
  report(): Departure;
}

const examplesKept = 10;

export function gatherCrowd(count: number): Crowd {
  const people = makePeople(count);
  const problems = new Map<string, number>();
  const examples: string[] = [];
  // Who waits, from `head` on: taking from the front must not move the rest.
  let waiting: Person[] = [];
  let head = 0;

  function note(problem: string, person: Person, about: string): void {
    problems.set(problem, (problems.get(problem) ?? 0) + 1);
    if (examples.length < examplesKept) examples.push(`${problem}: person ${person.id}, ${about}`);
  }

  /** Whether nothing is pending any more. */
  function judged(person: Person, final: boolean): boolean {
    const { pending, heard } = person;
    if (pending === undefined) return true;
    const verdict = settle(person, final);
    for (const problem of verdict?.problems ?? []) {
      const calls = heard.map((sent) => `${sent.method} ${sent.message} «${sent.text}»`).join('; ');
      note(problem, person, `${pending.step} ${pending.activity}: ${calls || 'nothing was sent'}`);
    }
    return verdict !== undefined;
  }

  async function take(): Promise<Person> {
    // What the stand-in tells may come a moment after the 2xx, so a person not answered yet waits another round.
    for (let passed = 0; ;) {
      const person = waiting[head];
      if (person === undefined) {
        await sleep(1);
        continue;
      }
      head += 1;
      if (head > people.length) {
        waiting = waiting.slice(head);
        head = 0;
      }
      if (judged(person, passed > people.length)) return person;
      waiting.push(person);
      passed += 1;
      if (passed % 100 === 0) await sleep(5);
    }
  }

  async function judgeAll(): Promise<void> {
    const deadline = performance.now() + 2000;
    while (people.some((person) => !judged(person, false)) && performance.now() < deadline) await sleep(50);
    for (const person of people) judged(person, true);
  }

  return {
    people,
    hear(sent) {
      const person = people[indexOfPerson(sent.chat)];
      if (person !== undefined) hear(person, sent);
    },
    queueAll() {
      waiting = [...people];
      head = 0;
    },
    take,
    putBack(person) {
      waiting.push(person);
    },
    note,
    judgeAll,
    report: () => ({
      problems: Object.fromEntries(problems),
      examples,
      people: people.map(({ id, updates, starts, finishes, total }) => ({ id, updates, starts, finishes, total })),
    }),
  };
}
