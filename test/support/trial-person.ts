import type { TestSimulator } from '../../src/simulator/testing.ts';
import * as deeds from '../../src/simulator/person.ts';
import type { Message, User } from '../../src/simulator/wire.ts';
import type { ChatRecord } from '../../src/simulator/world.ts';
import { until } from './until.ts';

/**
 * A person in a chat with the bot. Every deed waits until Telegram holds nothing undelivered: all that the bot had to
 * say has been said by then.
 *
 * What they see is text: a message and, in brackets below it, the rows of its buttons.
 */
export class TrialPerson {
  readonly id: number;
  readonly #simulator: TestSimulator;

  constructor(simulator: TestSimulator, user: Partial<Omit<User, 'is_bot'>> = {}) {
    this.#simulator = simulator;
    this.id = simulator.addUser(user);
  }

  get chat(): ChatRecord {
    const chat = this.#simulator.core.world.chats.get(this.id);
    if (!chat) throw new Error(`nobody has the id ${this.id}`);
    return chat;
  }

  /** Writes a text. @returns what the bot sent or changed in answer */
  async says(text: string, options: deeds.SayOptions = {}): Promise<string[]> {
    this.#simulator.say(this.id, text, options);
    return this.#answer();
  }

  /** Taps a button by its label, the newest inline one or one below the chat. */
  async taps(label: string): Promise<string[]> {
    this.#simulator.press(this.id, label);
    return this.#answer();
  }

  /** Taps a button of one message. @returns what the bot showed, and the notice over the chat */
  async tapsOn(message: Message, label: string): Promise<{ shown: string[]; notice: string | undefined }> {
    return this.presses(message.message_id, dataOf(message, label));
  }

  /** Presses with any data on any message, as an old app would. */
  async presses(messageId: number, data: string): Promise<{ shown: string[]; notice: string | undefined }> {
    const { queryId } = this.#simulator.pressData(this.id, messageId, data);
    const shown = await this.#answer();
    const answer = await this.#simulator.waitForAnswer(queryId);
    return { shown, notice: answer.text };
  }

  async sharesLocation(latitude: number, longitude: number): Promise<string[]> {
    deeds.sendLocation(this.#simulator.core, this.chat, { latitude, longitude });
    return this.#answer();
  }

  /** Shuts the bot out, or lets it in again. */
  async blocks(isBlocked: boolean): Promise<void> {
    deeds.setBlocked(this.#simulator.core, this.chat, isBlocked);
    await this.#answer();
  }

  /** All messages of the bot that are in the chat, oldest first. */
  get messages(): Message[] {
    return [...this.chat.messages.values()].map(({ message }) => message).filter(({ from }) => from.is_bot);
  }

  /** The newest message of the bot. */
  get last(): Message {
    const last = this.messages.at(-1);
    if (!last) throw new Error('the bot has said nothing');
    return last;
  }

  /** The keyboard below the chat. */
  get menu(): string {
    return rows(this.chat.keyboard?.keyboard);
  }

  async #answer(): Promise<string[]> {
    const { queue } = this.#simulator.core;
    await until('every update is taken', () => queue.size === 0);
    const { messages, actedAt } = this.chat;
    return [...messages.values()]
      .filter(({ message, revision }) => revision > actedAt && message.from.is_bot)
      .map(({ message }) => show(message));
  }
}

/** A message as a person sees it. */
export function show(message: Message): string {
  const buttons = rows(message.reply_markup?.inline_keyboard);
  return [message.text ?? message.caption ?? '', ...(buttons === '' ? [] : [buttons])].join('\n');
}

/** The words in bold. */
export function bold({ text = '', entities = [] }: Message): string[] {
  return entities
    .filter(({ type }) => type === 'bold')
    .map(({ offset, length }) => text.slice(offset, offset + length));
}

/** What stands behind a button of a message. */
export function dataOf(message: Message, label: string): string {
  const button = message.reply_markup?.inline_keyboard.flat().find(({ text }) => text === label);
  if (button?.callback_data === undefined) throw new Error(`there is no button ${label}: ${show(message)}`);
  return button.callback_data;
}

function rows(keyboard: readonly (readonly { readonly text: string }[])[] | undefined): string {
  return (keyboard ?? []).map((row) => row.map(({ text }) => `[${text}]`).join(' ')).join('\n');
}
