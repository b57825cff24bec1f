import type { Feed } from './feed.ts';
import { badRequest, Refusal } from './refusal.ts';
import type { Message, ReplyKeyboard, User } from './wire.ts';

/** Older messages of a chat are forgotten, as far as the simulator goes. */
const MESSAGES_PER_CHAT = 500;
/** Of all chats together, so that a load of many thousand chats stays within a few hundred megabytes. */
const MESSAGES_IN_ALL = 100_000;

interface Stored {
  readonly message: Message;
  /** The world's revision at which the message came to look like this. */
  readonly revision: number;
}

/** One person and their private chat with the bot. */
export interface ChatRecord {
  user: User;
  /** The person has written to the bot: before that a bot may not write. */
  started: boolean;
  blocked: boolean;
  deactivated: boolean;
  keyboard: ReplyKeyboard | null;
  /** By message id; ids only grow, so this is also the order in time. */
  readonly messages: Map<number, Stored>;
  /** The world's revision when the person last did something. */
  actedAt: number;
}

/** People, their chats and the messages in them. Messages are never changed, only replaced: updates refer to them. */
export class World {
  readonly bot: User;
  readonly chats = new Map<number, ChatRecord>();
  nextMessageId: number;
  /** Where set, a chat with anybody exists at once: for loads of people nobody introduced. */
  openChats = false;
  #revision = 0;
  readonly #feed: Feed;
  #history: { chatId: number; messageId: number }[] = [];
  #forgotten = 0;

  constructor(bot: User, feed: Feed, nextMessageId: number) {
    this.bot = bot;
    this.#feed = feed;
    this.nextMessageId = nextMessageId;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Adds a person, or replaces what is known of them; the chat stays. */
  introduce(user: User): ChatRecord {
    const known = this.chats.get(user.id);
    if (known !== undefined) {
      known.user = user;
      this.#feed.publish({ type: 'person', chat_id: user.id });
      return known;
    }
    const chat: ChatRecord = {
      user,
      started: false,
      blocked: false,
      deactivated: false,
      keyboard: null,
      messages: new Map(),
      actedAt: this.#revision,
    };
    this.chats.set(user.id, chat);
    this.#feed.publish({ type: 'person', chat_id: user.id });
    return chat;
  }

  /**
   * The chat a bot may write to.
   * @throws Refusal 400 where the bot never heard of it, 403 where the person wants no more
   */
  reachable(chatId: string | undefined): ChatRecord {
    if (chatId === undefined || chatId === '') throw badRequest('chat_id is empty');
    const id = Number(chatId);
    let chat = this.chats.get(id);
    if (chat === undefined && this.openChats && Number.isSafeInteger(id) && id > 0) {
      chat = this.introduce({ id, is_bot: false, first_name: `User ${id}` });
      chat.started = true;
    }
    if (chat === undefined || !(chat.started || this.openChats)) throw badRequest('chat not found');
    if (chat.deactivated) throw new Refusal(403, 'Forbidden: user is deactivated');
    if (chat.blocked) throw new Refusal(403, 'Forbidden: bot was blocked by the user');
    return chat;
  }

  /** Puts a new message into a chat. */
  post(chat: ChatRecord, draft: Omit<Message, 'message_id' | 'chat'>): Message {
    const { from, date, ...content } = draft;
    const message: Message = { message_id: this.nextMessageId, from, chat: chatOf(chat.user), date, ...content };
    this.nextMessageId += 1;
    this.#store(chat, message);
    this.#forget(chat);
    this.#feed.publish({ type: 'message', chat_id: chat.user.id, message });
    return message;
  }

  /** Puts a message as it came from a file of state, without telling anybody. */
  restore(chat: ChatRecord, message: Message): void {
    this.#store(chat, message);
  }

  replace(chat: ChatRecord, message: Message): void {
    this.#revision += 1;
    chat.messages.set(message.message_id, { message, revision: this.#revision });
    this.#feed.publish({ type: 'edited', chat_id: chat.user.id, message });
  }

  remove(chat: ChatRecord, messageId: number): boolean {
    const removed = chat.messages.delete(messageId);
    if (removed) {
      this.#revision += 1;
      this.#feed.publish({ type: 'deleted', chat_id: chat.user.id, message_id: messageId });
    }
    return removed;
  }

  /** Empties a chat, as when the person deletes it. */
  clear(chat: ChatRecord): void {
    chat.messages.clear();
    chat.keyboard = null;
    chat.started = false;
    this.#revision += 1;
    this.#feed.publish({ type: 'cleared', chat_id: chat.user.id });
  }

  setKeyboard(chat: ChatRecord, keyboard: ReplyKeyboard | null): void {
    chat.keyboard = keyboard;
    this.#feed.publish({ type: 'keyboard', chat_id: chat.user.id, keyboard });
  }

  /** Notes that the person did something, so that a test can tell answers from what stood there before. */
  acted(chat: ChatRecord): void {
    chat.actedAt = this.#revision;
  }

  #store(chat: ChatRecord, message: Message): void {
    this.#revision += 1;
    chat.messages.set(message.message_id, { message, revision: this.#revision });
    this.#history.push({ chatId: chat.user.id, messageId: message.message_id });
  }

  #forget(chat: ChatRecord): void {
    if (chat.messages.size > MESSAGES_PER_CHAT) {
      for (const oldest of chat.messages.keys()) {
        chat.messages.delete(oldest);
        break;
      }
    }
    if (this.#history.length - this.#forgotten <= MESSAGES_IN_ALL) return;
    const oldest = this.#history[this.#forgotten];
    this.#forgotten += 1;
    if (oldest !== undefined) this.chats.get(oldest.chatId)?.messages.delete(oldest.messageId);
    // Dropping the head of a long array costs its length: do it rarely.
    if (this.#forgotten > MESSAGES_IN_ALL) {
      this.#history = this.#history.slice(this.#forgotten);
      this.#forgotten = 0;
    }
  }
}

/** A private chat as messages carry it: the person's names, and their id as its own. */
export function chatOf(user: User): Message['chat'] {
  return {
    id: user.id,
    first_name: user.first_name,
    ...(user.last_name === undefined ? {} : { last_name: user.last_name }),
    ...(user.username === undefined ? {} : { username: user.username }),
    type: 'private',
  };
}
