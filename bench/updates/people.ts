/**
 * The simulated people: each goes round the same five steps for ever, pressing the buttons the bot really sent, and
 * remembers enough to tell afterwards whether each of their updates was answered once, in order, before it was
 * acknowledged.
 */
import { judge, type Verdict } from './judge.ts';
import type { Sent } from './sent.ts';
import { pressUpdate, textUpdate, type Shown, type Step, type Update } from './update.ts';

/** 20 % starts, 20 % finishes, 60 % menus and statistics, exactly. */
const round = ['menu', 'start', 'stats', 'finish', 'stats'] as const satisfies readonly Step[];
export const stepsInRound = round.length;

export interface Person {
  readonly id: number;
  readonly name: string;
  greeted: boolean;
  /** Steps taken after the greeting. */
  steps: number;
  /** The last update, until what was answered to it has been judged. */
  pending: Update | undefined;
  /** The last update that was judged, as it was posted. */
  last: string;
  /** What the bot called for this chat since `pending` was made. */
  heard: Sent[];
  menu: Shown | undefined;
  card: Shown | undefined;
  updates: number;
  starts: number;
  finishes: number;
  /** «Всего сегодня», as the last finish put it. */
  total: string;
}

/** Telegram gives out ids past 32 bits, and these make sure that a bot can take them. */
const firstId = 5_000_000_000;

export function makePeople(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    id: firstId + index,
    name: `Аня ${index}`,
    greeted: false,
    steps: 0,
    pending: undefined,
    last: '',
    heard: [],
    menu: undefined,
    card: undefined,
    updates: 0,
    starts: 0,
    finishes: 0,
    total: '',
  }));
}

/** Where in `makePeople`'s result the person with this id is. */
export function indexOfPerson(id: number): number {
  return id - firstId;
}

/** The newest message in any chat. The bot's own have even numbers, so what a person sends finds an odd one. */
let newestMessage = 0;

/** What this person does next; undefined where the button for it was never shown. */
export function nextUpdate(person: Person): Update | undefined {
  const step = person.greeted ? (round[person.steps % round.length] ?? 'menu') : 'hello';
  const update =
    step === 'start'
      ? pressUpdate(person, step, person.menu)
      : step === 'finish'
        ? pressUpdate(person, step, person.card)
        : textUpdate(person, step, newestMessage + 1);
  person.pending = update;
  if (update !== undefined) person.heard = [];
  return update;
}

/** Takes in a call the bot made for this person's chat. */
export function hear(person: Person, sent: Sent): void {
  person.heard.push(sent);
  if (sent.message > newestMessage) newestMessage = sent.message;
}

/**
 * Judges the pending update and takes the step.
 *
 * @param final whether nothing more can come; otherwise an answer still under way is waited for.
 * @returns undefined while it is not decided yet, or where nothing is pending.
 */
export function settle(person: Person, final: boolean): Verdict | undefined {
  const update = person.pending;
  if (update === undefined) return undefined;
  const verdict = judge(update, person.heard, { menu: person.menu?.message, card: person.card?.message });
  if (!final && verdict.problems.includes('lost')) return undefined;
  person.pending = undefined;
  person.last = update.body;
  person.heard = [];
  person.updates += 1;
  if (update.step === 'hello') person.greeted = true;
  else person.steps += 1;
  if (update.step === 'start') person.starts += 1;
  if (update.step === 'finish') person.finishes += 1;
  if (verdict.total !== undefined) person.total = verdict.total;
  if (verdict.answer?.keyboard) {
    const { message, text, keyboard } = verdict.answer;
    if (update.step === 'menu') person.menu = { message, text, keyboard };
    if (update.step === 'start') person.card = { message, text, keyboard };
  }
  return verdict;
}
