import { createCore, type Core } from '../simulator/core.ts';
import type { FeedEvent } from '../simulator/feed.ts';
import { methods } from '../simulator/methods/index.ts';
import { Params } from '../simulator/params.ts';
import * as person from '../simulator/person.ts';
import { Refusal } from '../simulator/refusal.ts';
import type { Message, Update, User } from '../simulator/wire.ts';
import type { ChatRecord } from '../simulator/world.ts';
import type { Clock } from '../platform/clock.ts';
import { isRecord } from '../platform/is-record.ts';
import { readUploadAddress } from '../uploads/rules/picture.ts';
import type { Call } from '../telegram/call.ts';

/** What Telegram made of a call. */
export type Carried =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly status: number; readonly description: string };

interface Change {
  /** When the message came, and when it was changed last. */
  readonly step: number;
  readonly changedStep: number;
}

/**
 * One private chat in a Telegram of its own: the simulator's rules on what Telegram takes and how it shows, without the
 * network. What the person does becomes updates, what the bot says becomes messages.
 */
export class PreviewChat {
  /** The step under way, for what changes during it. */
  step = 0;
  readonly notices: { readonly text: string; readonly isAlert: boolean }[] = [];
  readonly #core: Core;
  readonly #chat: ChatRecord;
  readonly #changes = new Map<number, Change>();
  #confirmed = 0;

  constructor(clock: Clock, { botId, user }: { readonly botId: number; readonly user: User }) {
    const bot = { id: botId, first_name: 'Minuta', username: 'minuta_bot' };
    this.#core = createCore({ clock, bot }, () => undefined);
    this.#chat = this.#core.world.introduce(user);
    this.#core.feed.subscribe((event) => this.#note(event));
  }

  get messages(): readonly { readonly message: Message; readonly change: Change }[] {
    const none = { step: 0, changedStep: 0 };
    return [...this.#chat.messages.values()].map(({ message }) => ({
      message,
      change: this.#changes.get(message.message_id) ?? none,
    }));
  }

  get keyboard(): ChatRecord['keyboard'] {
    return this.#chat.keyboard;
  }

  say(text: string): readonly Update[] {
    person.say(this.#core, this.#chat, text);
    return this.#updates();
  }

  sendContact(): readonly Update[] {
    person.sendContact(this.#core, this.#chat, person.ownContact(this.#chat));
    return this.#updates();
  }

  sendLocation(place: { readonly latitude: number; readonly longitude: number }): readonly Update[] {
    person.sendLocation(this.#core, this.#chat, place);
    return this.#updates();
  }

  sendPhoto(caption: string): readonly Update[] {
    person.sendPhoto(this.#core, this.#chat, caption);
    return this.#updates();
  }

  /**
   * Presses the button in this place, or the newest one that says the same, where that has another now.
   *
   * @returns null where there is no such button.
   */
  press(place: {
    readonly messageId: number;
    readonly row: number;
    readonly column: number;
    readonly label: string;
  }): readonly Update[] | null {
    const { messageId, row, column, label } = place;
    const there = this.#chat.messages.get(messageId)?.message.reply_markup?.inline_keyboard[row]?.[column];
    const found = there?.text === label ? { messageId, button: there } : person.findButton(this.#chat, label);
    const data = found?.button.callback_data;
    if (found === undefined || data === undefined) return null;
    person.press(this.#core, this.#chat, found.messageId, data);
    return this.#updates();
  }

  /** Does what the bot asks of Telegram, as far as Telegram would. */
  carryOut({ method, payload }: Call): Carried {
    const name = method.toLowerCase();
    const carry = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (carry === undefined) return { ok: false, status: 404, description: 'Not Found: method not found' };
    try {
      return { ok: true, result: carry(new Params(this.#withPictures(payload)), this.#core) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ok: false, status: error.status, description: error.description };
    }
  }

  /** Where a picture came from: an address, or `upload:12`. */
  pictureOf(fileId: string): string | null {
    if (readUploadAddress(fileId) !== null) return fileId;
    return this.#core.files.find(fileId)?.file.url ?? null;
  }

  /** An upload is a file that Telegram has already, known by its address here. */
  #withPictures(payload: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const entries = Object.entries(payload).map(([name, value]) => {
      if (!isRecord(value)) return [name, value];
      const { file } = value;
      if (typeof file === 'string' && readUploadAddress(file) !== null) return [name, this.#keep(file)];
      return [name, name === 'media' ? this.#withPictures(value) : value];
    });
    return Object.fromEntries(entries);
  }

  #keep(address: string): string {
    const { files } = this.#core;
    if (!files.find(address))
      files.restore(
        { file_id: address, file_unique_id: address, path: address, name: 'picture', mime: 'image/jpeg', size: 0 },
        Buffer.alloc(0),
      );
    return address;
  }

  #updates(): readonly Update[] {
    const updates = this.#core.queue.take(this.#confirmed, 100);
    this.#confirmed = (updates.at(-1)?.update_id ?? this.#confirmed - 1) + 1;
    return updates;
  }

  #note(event: FeedEvent): void {
    if (event.type === 'answer') {
      const { text, show_alert: isAlert } = event.answer;
      if (text !== undefined) this.notices.push({ text, isAlert });
    } else if (event.type === 'message' || event.type === 'edited') {
      const id = event.message.message_id;
      this.#changes.set(id, { step: this.#changes.get(id)?.step ?? this.step, changedStep: this.step });
    }
  }
}
