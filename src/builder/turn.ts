import type { Person, Preferences } from '../people/person.ts';
import { peopleDesk } from '../people/store.ts';
import type { Batch } from '../platform/database/batch.ts';
import type { Soon } from '../platform/soon.ts';
import { localDay } from '../tracker/rules/calendar.ts';
import type { Continuation } from './continuations.ts';
import { conversationsDesk, type Question } from './conversations.ts';
import { Course } from './course.ts';
import type { TemplateContext } from './rules/template-values.ts';

/** What brought a turn about. */
export type Trigger =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'contact'; readonly phone: string }
  /** `version`: the tracker's, as the button carried it; undefined for a button without one. */
  | {
      readonly kind: 'press';
      readonly data: string;
      readonly version: number | undefined;
      /** The configuration's version that the button was made with; undefined for a button without one. */
      readonly configVersion?: number | undefined;
      readonly messageId: number | null;
    }
  /** A turn that has waited goes on. */
  | { readonly kind: 'continuation'; readonly continuation: Continuation };

/** A keyboard as one person sees it now. */
export type RenderedKeyboard =
  | {
      readonly kind: 'reply';
      readonly rows: readonly (readonly RenderedButton[])[];
      readonly placeholder?: string;
      readonly oneTime: boolean;
    }
  | { readonly kind: 'inline'; readonly rows: readonly (readonly RenderedButton[])[] };

export interface RenderedButton {
  readonly label: string;
  readonly data?: string;
  readonly url?: string;
  readonly webApp?: string;
  readonly requests?: 'contact' | 'location';
}

export interface Screen {
  /** In Telegram's HTML. */
  readonly text: string;
  readonly photoUrl?: string;
  readonly keyboard?: RenderedKeyboard;
}

/** What a turn says, in order. */
export type Output =
  /** `edit` changes the message whose button was pressed, where there is one. `tag` comes back with its message id. */
  | { readonly kind: 'screen'; readonly mode: 'edit' | 'send'; readonly screen: Screen; readonly tag?: string }
  /** Puts another keyboard under the message whose button was pressed. */
  | { readonly kind: 'keyboard'; readonly keyboard: RenderedKeyboard }
  /** Tells the administrators, in Telegram's HTML. */
  | { readonly kind: 'report'; readonly text: string }
  /** A short notice over the chat. */
  | { readonly kind: 'notice'; readonly text: string; readonly isAlert: boolean }
  /** Takes the buttons off an older message. */
  | { readonly kind: 'retire'; readonly chatId: number; readonly messageId: number };

export interface TurnStart {
  readonly person: Person;
  readonly chatId: number;
  readonly trigger: Trigger;
  /** When the person acted; whole seconds. */
  readonly at: Temporal.Instant;
  readonly now: Temporal.Instant;
  readonly batch: Batch;
}

/** Where a turn is in its configuration. */
export type Place = Pick<Turn, 'args' | 'page' | 'current'>;

/** The ways a turn can go in its configuration. */
export interface Ways {
  /** Runs another callback as part of a turn. */
  go(turn: Turn, name: string, args: string): Soon<void>;
  has(name: string): boolean;
}

/**
 * One person's turn: what they did, and what is answered. Changes are kept as closures until the turn has
 * succeeded, so that one that fails leaves nothing behind in the batch it shares.
 *
 * Templates are rendered for the turn itself: it knows its person's language, zone and day.
 */
export class Turn implements TemplateContext {
  readonly chatId: number;
  readonly trigger: Trigger;
  readonly at: Temporal.Instant;
  readonly now: Temporal.Instant;
  readonly batch: Batch;
  /** The version of the configuration that answers. */
  readonly configVersion: number;
  readonly outputs: Output[] = [];
  /** What templates see beside the values that features provide. */
  readonly values: Record<string, unknown> = {};
  /** The words after the name of the callback or handler that runs now, without the page. */
  args = '';
  /** Which page of a list is asked for, from 1. */
  page = 1;
  /** What was typed in answer to a question. */
  input: string | null = null;
  /** The data of a button that leads to what runs now: a keyboard may mark it. Null in a handler. */
  current: string | null = null;
  /** How it ended, for the statistics: `done`, or the name of a refusal. */
  outcome = 'done';
  /** What the configuration did wrong without stopping the turn, for the log: nothing that a person wrote. */
  readonly flaws: string[] = [];
  readonly course: Course;
  /** Values that are there still when the turn has waited. */
  readonly kept: Record<string, unknown> = {};
  #person: Person;
  #today: Temporal.PlainDate | undefined;
  readonly #ways: Ways;
  readonly #writes: (() => void)[] = [];
  #isPressedLeft = false;

  constructor(start: TurnStart, configVersion: number, ways: Ways) {
    this.#person = start.person;
    this.configVersion = configVersion;
    this.chatId = start.chatId;
    this.trigger = start.trigger;
    this.at = start.at;
    this.now = start.now;
    this.batch = start.batch;
    this.course = new Course(start.trigger.kind === 'continuation' ? start.trigger.continuation.resumptions : 0);
    this.#ways = ways;
  }

  get person(): Person {
    return this.#person;
  }

  get language(): string {
    return this.#person.language;
  }

  get timeZone(): string {
    return this.#person.timeZone;
  }

  /** The message whose button was pressed, where the answer may take its place. */
  get pressedMessage(): { chatId: number; messageId: number } | null {
    const { trigger } = this;
    const messageId =
      trigger.kind === 'press'
        ? trigger.messageId
        : trigger.kind === 'continuation'
          ? trigger.continuation.messageId
          : null;
    return messageId === null || this.#isPressedLeft ? null : { chatId: this.chatId, messageId };
  }

  /** Takes the buttons off the message that was pressed and answers in a new one: what it says belongs to the past. */
  leavePressedMessage(): void {
    const pressed = this.pressedMessage;
    if (!pressed || this.#isPressedLeft) return;
    this.#isPressedLeft = true;
    this.retire(pressed);
  }

  /** Takes the buttons off an older message, once. */
  retire({ chatId, messageId }: { readonly chatId: number; readonly messageId: number }): void {
    const isDone = this.outputs.some((output) => output.kind === 'retire' && output.messageId === messageId);
    if (!isDone) this.outputs.push({ kind: 'retire', chatId, messageId });
  }

  /** The day it is for the person: with a day that begins at four, three in the night is still yesterday. */
  get today(): Temporal.PlainDate {
    this.#today ??= localDay(this.at, this.person.timeZone, this.person.dayStart);
    return this.#today;
  }

  /** Changes the person's settings, for what this turn says too. */
  prefer(change: Preferences): void {
    this.#person = { ...this.#person, ...change };
    this.#today = undefined;
    this.write(() => this.batch.use(peopleDesk).prefer(this.#person.id, change));
  }

  /** The tracker's version on the button that was pressed. */
  get pressedVersion(): number | undefined {
    return this.trigger.kind === 'press' ? this.trigger.version : undefined;
  }

  /** Does what the callback of this name does. */
  go(name: string, args = ''): Soon<void> {
    return this.#ways.go(this, name, args);
  }

  /** What the callback of this name would say now, in Telegram's HTML, without saying it. */
  async wordsOf(name: string): Promise<string> {
    const before = this.outputs.length;
    await this.go(name);
    const said = this.outputs.splice(before).find((output) => output.kind === 'screen');
    return said?.screen.text ?? '';
  }

  /** Whether there is a callback of this name. */
  has(name: string): boolean {
    return this.#ways.has(name);
  }

  /**
   * Begins a callback or handler.
   *
   * @param callbackData null for a handler.
   * @param args words for it, perhaps with a page at the end: `today ~2`.
   * @returns what to give to `leave`.
   */
  enter(callbackData: string | null, args: string): Place {
    const outer: Place = { args: this.args, page: this.page, current: this.current };
    // Hardly any names a page.
    const [, words = args, page = 1] = args.includes('~') ? (/^(.*?)(?:(?:^|\s+)~(\d{1,4}))?$/s.exec(args) ?? []) : [];
    this.args = words;
    this.page = Math.max(1, Number(page));
    this.current = callbackData === null || words === '' ? callbackData : `${callbackData} ${words}`.trim();
    return outer;
  }

  leave({ args, page, current }: Place): void {
    this.args = args;
    this.page = page;
    this.current = current;
  }

  /** Sets a value that templates see, also when the turn has waited: plain data only. */
  keep(name: string, value: unknown): void {
    this.values[name] = value;
    this.kept[name] = value;
  }

  /** A value that is text; empty where there is none. */
  text(name: string): string {
    const value = this.values[name];
    return typeof value === 'string' ? value : '';
  }

  /**
   * Asks: what is typed next goes to the callback of this name, together with these variables; of a question with
   * rules, to the step that asked.
   */
  ask(step: string, variables: Readonly<Record<string, unknown>> = {}, question?: Question): void {
    const conversation = { step, configVersion: this.configVersion, variables, ...(question ? { question } : {}) };
    this.write(() => this.batch.use(conversationsDesk).set(this.person.id, conversation, this.at));
  }

  /** What is typed next is no longer an answer. */
  endConversation(): void {
    this.write(() => this.batch.use(conversationsDesk).set(this.person.id, null, this.at));
  }

  /** Keeps a change for when the turn has succeeded. */
  write(change: () => void): void {
    this.#writes.push(change);
  }

  /** Hands the kept changes to their desks. */
  settle(): void {
    for (const change of this.#writes) change();
  }
}
