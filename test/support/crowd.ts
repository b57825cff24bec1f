import type { TestSimulator } from '../../src/simulator/testing.ts';
import * as deeds from '../../src/simulator/person.ts';
import type { Message } from '../../src/simulator/wire.ts';

/** What people did, all of it answered. */
export interface CrowdReport {
  readonly people: readonly number[];
  /** Updates that Telegram had to deliver. */
  readonly updates: number;
  readonly starts: number;
  readonly pauses: number;
  readonly resumes: number;
  readonly finishes: number;
  /** Messages of the bot beyond one for each thing that asks for one. */
  readonly repeatedMessages: number;
  /** Milliseconds from each deed to its answer, sorted. */
  readonly waits: readonly number[];
}

export interface CrowdOptions {
  readonly people: number;
  /** Sessions of each person at least. */
  readonly rounds?: number;
  /** Milliseconds an answer may take; 90,000 unless told. */
  readonly patience?: number;
  /** Further sessions are begun until it is aborted. */
  readonly until?: AbortSignal;
}

type Answer = (message: Message) => boolean;
const says =
  (part: string): Answer =>
  (message) =>
    message.text?.includes(part) === true;

/**
 * Many people who track time all at once, each waiting for an answer before the next deed: a start, a pause, going on,
 * a finish by the card's button or by the menu in turn.
 *
 * @throws Error for the first deed that is not answered as it must be.
 */
export async function runCrowd(simulator: TestSimulator, options: CrowdOptions): Promise<CrowdReport> {
  const { core } = simulator;
  const { rounds = 1, patience = 90_000, until } = options;
  const people = Array.from({ length: options.people }, () => simulator.addUser());
  const counts = { updates: 0, starts: 0, pauses: 0, resumes: 0, finishes: 0, messages: 0 };
  const waits: number[] = [];
  const isWanted = (): boolean => until?.aborted === false;
  const watchers = new Map<number, (message: Message) => void>();
  const unsubscribe = core.feed.subscribe((event) => {
    if ((event.type === 'message' || event.type === 'edited') && event.message.from.is_bot)
      watchers.get(event.chat_id)?.(event.message);
  });

  /** Does something and waits for the message that answers it. */
  async function act(person: number, what: string, deed: () => unknown, isAnswer: Answer): Promise<Message> {
    const { promise, resolve, reject } = Promise.withResolvers<Message>();
    const started = performance.now();
    const timer = setTimeout(
      () => reject(new Error(`${person}: «${what}» is not answered; the chat ends with ${endOf(person)}`)),
      patience,
    );
    watchers.set(person, (message) => {
      if (isAnswer(message)) resolve(message);
    });
    counts.updates += 1;
    deed();
    const message = await promise.finally(() => clearTimeout(timer));
    waits.push(performance.now() - started);
    return message;
  }

  async function live(person: number, place: number): Promise<void> {
    const chat = core.world.chats.get(person);
    if (!chat) throw new Error(`nobody has the id ${person}`);
    const say = (text: string) => () => deeds.say(core, chat, text);
    const tap = (message: Message, label: string) => () => {
      const button = message.reply_markup?.inline_keyboard.flat().find(({ text }) => text === label);
      if (button?.callback_data === undefined)
        throw new Error(`${person}: no button ${label} in ${message.text ?? ''}`);
      deeds.press(core, chat, message.message_id, button.callback_data);
    };
    let card = await act(person, '/start', say('/start'), says('Что начинаем?'));
    counts.messages += 2;
    let begin = 'Чтение';
    for (let round = 0; round < rounds || isWanted(); round += 1) {
      card = await act(person, begin, tap(card, begin), says('Сессия начата'));
      counts.starts += 1;
      card = await act(person, 'Пауза', tap(card, 'Пауза'), says('на паузе'));
      counts.pauses += 1;
      card = await act(person, 'Продолжить', tap(card, 'Продолжить'), goesOn);
      counts.resumes += 1;
      const byMenu = (round + place) % 2 === 0;
      const deed = byMenu ? say('Завершить') : tap(card, 'Завершить');
      card = await act(person, 'Завершить', deed, says('Завершена — '));
      counts.finishes += 1;
      if (byMenu) counts.messages += 1;
      begin = 'Ещё раз';
    }
  }

  function endOf(person: number): string {
    const messages = [...(core.world.chats.get(person)?.messages.values() ?? [])];
    return messages
      .slice(-3)
      .map(({ message }) => JSON.stringify(message.text))
      .join(', ');
  }

  try {
    await Promise.all(people.map(live));
  } finally {
    unsubscribe();
  }
  const seen = people.flatMap((person) => [...(core.world.chats.get(person)?.messages.values() ?? [])]);
  const { messages, ...rest } = counts;
  return {
    ...rest,
    people,
    repeatedMessages: seen.filter(({ message }) => message.from.is_bot).length - messages,
    waits: waits.toSorted((one, other) => one - other),
  };
}

/**
 * The card of a session that runs again: it can be paused. That of its start, which could be as well, may be said once
 * more after a crash, while the press that is to be answered still waits.
 */
function goesOn(message: Message): boolean {
  const canBePaused = message.reply_markup?.inline_keyboard.flat().some(({ text }) => text === 'Пауза') === true;
  return canBePaused && message.text?.includes('Сессия начата') === false;
}
