import type { Core } from './core.ts';
import { finish, TEXT_LIMIT } from './text/formatted-text.ts';
import type { CallbackQuery, Contact, InlineButton, Location, Message, MessageContent, UpdateKind } from './wire.ts';
import { chatOf, type ChatRecord } from './world.ts';

export interface SayOptions {
  /** Seconds added to the message's `date`: −600 is a message sent ten minutes ago and delivered only now. */
  readonly dateOffset?: number;
}

/** What a person did, as updates: their ids are missing where the bot did not ask for that kind. */
export interface Deed {
  readonly updateId: number | undefined;
}

export interface Press extends Deed {
  readonly queryId: string;
}

/** Sends a text as its author; one over Telegram's limit goes in several messages, as Telegram's own apps do it. */
export function say(core: Core, chat: ChatRecord, text: string, options: SayOptions = {}): Deed {
  let deed: Deed = { updateId: undefined };
  for (let at = 0; at < text.length; at += TEXT_LIMIT) {
    const formatted = finish({ text: text.slice(at, at + TEXT_LIMIT), entities: [] });
    if (formatted.text === '') continue;
    const { entities } = formatted;
    deed = post(core, chat, { text: formatted.text, ...(entities.length === 0 ? {} : { entities }) }, options);
  }
  return deed;
}

export function sendContact(core: Core, chat: ChatRecord, contact: Contact): Deed {
  return post(core, chat, { contact }, {});
}

export function sendLocation(core: Core, chat: ChatRecord, location: Location): Deed {
  return post(core, chat, { location }, {});
}

/** A picture that nobody here has: a bot gets its place and its caption. */
export function sendPhoto(core: Core, chat: ChatRecord, text: string): Deed {
  const { text: caption, entities } = finish({ text, entities: [] });
  const photo = [{ file_id: 'sent', file_unique_id: 'sent', width: 640, height: 480 }];
  const described = entities.length === 0 ? { caption } : { caption, caption_entities: entities };
  return post(core, chat, { photo, ...(caption === '' ? {} : described) }, {});
}

/** The person's own contact, as a `request_contact` button sends it. */
export function ownContact(chat: ChatRecord): Contact {
  const { id, first_name, last_name } = chat.user;
  const phone = `+7900${String(id % 10_000_000).padStart(7, '0')}`;
  return { phone_number: phone, first_name, ...(last_name === undefined ? {} : { last_name }), user_id: id };
}

function post(core: Core, chat: ChatRecord, content: MessageContent, options: SayOptions): Deed {
  setBlocked(core, chat, false);
  chat.started = true;
  core.world.acted(chat);
  const message = core.world.post(chat, {
    from: chat.user,
    date: core.time.now() + (options.dateOffset ?? 0),
    ...content,
  });
  // Posting is itself a change: only what comes after it is an answer.
  core.world.acted(chat);
  return { updateId: core.queue.add('message', message, lineOf('message', chat)) };
}

/** Changes a text the person sent. @returns `undefined` where there is no such message of theirs */
export function editOwn(core: Core, chat: ChatRecord, messageId: number, text: string): Deed | undefined {
  const message = chat.messages.get(messageId)?.message;
  if (message?.text === undefined || message.from.id !== chat.user.id) return undefined;
  const { entities: _, ...rest } = message;
  const formatted = finish({ text, entities: [] });
  const edited: Message = {
    ...rest,
    edit_date: core.time.now(),
    text: formatted.text,
    ...(formatted.entities.length === 0 ? {} : { entities: formatted.entities }),
  };
  core.world.replace(chat, edited);
  core.world.acted(chat);
  return { updateId: core.queue.add('edited_message', edited, lineOf('edited_message', chat)) };
}

/**
 * Presses a button of a message with `data`. The message need not have such a button any more, nor exist: an old app
 * may still show it.
 */
export function press(core: Core, chat: ChatRecord, messageId: number, data: string): Press {
  core.world.acted(chat);
  const message = chat.messages.get(messageId)?.message;
  const queryId = core.queries.open(chat.user.id, messageId);
  const query: CallbackQuery = {
    id: queryId,
    from: chat.user,
    message: message ?? { message_id: messageId, chat: chatOf(chat.user), date: 0 },
    chat_instance: String(-(BigInt(chat.user.id) * 1_000_003n + 7n)),
    data,
  };
  return { queryId, updateId: core.queue.add('callback_query', query, lineOf('callback_query', chat)) };
}

/** The newest inline button with this label, where its message stands. */
export function findButton(chat: ChatRecord, label: string): { messageId: number; button: InlineButton } | undefined {
  for (const { message } of [...chat.messages.values()].toReversed()) {
    const button = message.reply_markup?.inline_keyboard.flat().find(({ text }) => text === label);
    if (button !== undefined) return { messageId: message.message_id, button };
  }
  return undefined;
}

/** Asks the bot by `@name query` in the input of any chat. */
export function askInline(core: Core, chat: ChatRecord, query: string): Press {
  const id = core.queries.open(chat.user.id, 0);
  const payload = { id, from: chat.user, query, offset: '', chat_type: 'sender' } as const;
  return { queryId: id, updateId: core.queue.add('inline_query', payload, lineOf('inline_query', chat)) };
}

/** Blocks the bot or takes it back; the bot is told by `my_chat_member`. */
export function setBlocked(core: Core, chat: ChatRecord, blocked: boolean): Deed {
  if (chat.blocked === blocked) return { updateId: undefined };
  chat.blocked = blocked;
  const bot = core.world.bot;
  const member = { user: bot, status: 'member' };
  const kicked = { user: bot, status: 'kicked', until_date: 0 };
  core.feed.publish({ type: 'person', chat_id: chat.user.id });
  const payload = {
    chat: chatOf(chat.user),
    from: chat.user,
    date: core.time.now(),
    old_chat_member: blocked ? member : kicked,
    new_chat_member: blocked ? kicked : member,
  };
  return { updateId: core.queue.add('my_chat_member', payload, lineOf('my_chat_member', chat)) };
}

/** Messages of a person come in order; their presses travel in a queue of their own. */
function lineOf(kind: UpdateKind, chat: ChatRecord): string {
  return kind === 'callback_query' || kind === 'inline_query' ? `press ${chat.user.id}` : `chat ${chat.user.id}`;
}
