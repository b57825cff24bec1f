import { isTelegramId } from '../platform/ids.ts';
import type { Continuation } from '../builder/continuations.ts';
import type { Sender } from '../people/person.ts';
import { momentAt } from '../platform/moments.ts';
import { storable } from '../platform/storable-text.ts';
import { epochSeconds, wholeSecond } from '../tracker/rules/segments.ts';
import { fieldsOf, flag, integer, Misshapen, number, optional, text } from './update-fields.ts';

/** An update, reduced to what the bot acts on. Plain data; NUL is gone from every text. */
export interface Incoming {
  readonly updateId: number;
  readonly kind:
    | 'message'
    | 'edited_message'
    | 'callback_query'
    | 'my_chat_member'
    | 'inline_query'
    | 'other'
    | 'continuation';
  readonly sender: Sender | null;
  readonly chatId: number | null;
  readonly isPrivate: boolean;
  /** When the person acted, as far as anybody knows; whole seconds. */
  readonly at: Temporal.Instant;
  readonly arrivedAt: Temporal.Instant;
  readonly text: string | null;
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
  /** The phone number of a contact that was shared. */
  readonly phone: string | null;
  readonly press: Press | null;
  /** A turn that has waited and goes on: nothing of Telegram's. */
  readonly continuation: Continuation | null;
  readonly inlineQueryId: string | null;
  /** Whether the person has just blocked the bot or let it in again. */
  readonly membership: 'blocked' | 'active' | null;
}

export interface Press {
  readonly queryId: string;
  readonly data: string;
  /** The message that carries the button; null where Telegram no longer knows it. */
  readonly messageId: number | null;
}

/** Telegram keeps an update for 24 hours; a message that claims to be older has a clock that cannot be trusted. */
const oldestSeconds = 24 * 3600 + 600;

/**
 * Reads an update of the Bot API.
 *
 * @returns null when it has no shape that can be acted on; its `update_id` is then all that is known of it.
 */
export function readUpdate(update: unknown, arrivedAt: Temporal.Instant): Incoming | null {
  try {
    return read(update, arrivedAt);
  } catch (error) {
    if (error instanceof Misshapen) return null;
    throw error;
  }
}

/** @throws {Misshapen} */
function read(update: unknown, arrivedAt: Temporal.Instant): Incoming {
  const { update_id, message, edited_message, callback_query, my_chat_member, inline_query } = fieldsOf(update);
  const incoming = blank(integer(update_id), arrivedAt);
  if (message !== undefined) readMessage(incoming, 'message', message);
  else if (edited_message !== undefined) readMessage(incoming, 'edited_message', edited_message);
  else if (callback_query !== undefined) readPress(incoming, callback_query);
  else if (my_chat_member !== undefined) readMembership(incoming, my_chat_member);
  else if (inline_query !== undefined) readInlineQuery(incoming, inline_query);
  return incoming;
}

function readMessage(incoming: Draft, kind: 'message' | 'edited_message', message: unknown): void {
  const fields = fieldsOf(message);
  const caption = optional(fields['caption'], text);
  const words = optional(fields['text'], text) ?? caption;
  // Nobody asks for it, but what has none is no message.
  integer(fields['message_id']);
  incoming.kind = kind;
  incoming.sender = optional(fields['from'], toSender) ?? null;
  comesFrom(incoming, fields['chat']);
  incoming.at = sentAt(optional(fields['date'], integer) ?? 0, incoming.arrivedAt);
  incoming.text = words === undefined ? null : storable(words);
  incoming.location = optional(fields['location'], toPlace) ?? null;
  incoming.phone = optional(fields['contact'], toPhone) ?? null;
}

function readPress(incoming: Draft, query: unknown): void {
  const { id, from, data = '', message } = fieldsOf(query);
  incoming.kind = 'callback_query';
  incoming.sender = toSender(from);
  let messageId: number | null = null;
  if (message === undefined) incoming.chatId = integer(fieldsOf(from)['id']);
  else {
    const { message_id, chat } = fieldsOf(message);
    messageId = integer(message_id);
    comesFrom(incoming, chat);
  }
  incoming.press = { queryId: storable(text(id)), data: storable(text(data)), messageId };
}

function readMembership(incoming: Draft, change: unknown): void {
  const { chat, from, new_chat_member } = fieldsOf(change);
  const status = text(fieldsOf(new_chat_member)['status']);
  incoming.kind = 'my_chat_member';
  incoming.sender = toSender(from);
  comesFrom(incoming, chat);
  if (incoming.isPrivate) incoming.membership = status === 'kicked' || status === 'left' ? 'blocked' : 'active';
}

function readInlineQuery(incoming: Draft, query: unknown): void {
  const { id, from } = fieldsOf(query);
  incoming.kind = 'inline_query';
  incoming.sender = toSender(from);
  // It comes from no chat; what is said in answer goes in line with what is said to this person.
  incoming.chatId = integer(fieldsOf(from)['id']);
  incoming.inlineQueryId = storable(text(id));
}

/** A turn that goes on, as if it were an update of its own: its number is one that Telegram never gives. */
export function continued(continuation: Continuation, person: Sender, now: Temporal.Instant): Incoming {
  const incoming = blank(-continuation.id, now);
  incoming.kind = 'continuation';
  incoming.sender = person;
  incoming.chatId = continuation.chatId;
  incoming.isPrivate = continuation.chatId === person.telegramId;
  incoming.continuation = continuation;
  return incoming;
}

/** One that is still being read: all of them are filled in the same object, which costs less than putting parts together. */
type Draft = { -readonly [Part in keyof Incoming]: Incoming[Part] };

/** An update of which no more than its number and its arrival is known. */
function blank(updateId: number, arrivedAt: Temporal.Instant): Draft {
  return {
    updateId,
    kind: 'other',
    sender: null,
    chatId: null,
    isPrivate: true,
    at: wholeSecond(arrivedAt),
    arrivedAt,
    text: null,
    location: null,
    phone: null,
    press: null,
    continuation: null,
    inlineQueryId: null,
    membership: null,
  };
}

function comesFrom(incoming: Draft, chat: unknown): void {
  const { id, type = 'private' } = fieldsOf(chat);
  incoming.chatId = integer(id);
  incoming.isPrivate = text(type) === 'private';
}

/** A message counts from when it was sent, which during an outage is earlier than now; never from the future. */
function sentAt(date: number, arrivedAt: Temporal.Instant): Temporal.Instant {
  const now = epochSeconds(arrivedAt);
  const isCredible = date < now && now - date <= oldestSeconds;
  return momentAt(isCredible ? date : now);
}

/** @returns null for who cannot be a person. */
function toSender(from: unknown): Sender | null {
  const { id, is_bot = false, first_name = '', username, language_code } = fieldsOf(from);
  const telegramId = integer(id);
  const firstName = storable(text(first_name));
  const knownAs = storableOrNull(username);
  const languageCode = storableOrNull(language_code);
  if (flag(is_bot) || !isTelegramId(telegramId)) return null;
  return { telegramId, firstName, username: knownAs, languageCode };
}

function storableOrNull(value: unknown): string | null {
  return value === undefined ? null : storable(text(value));
}

function toPlace(location: unknown): Incoming['location'] {
  const { latitude, longitude } = fieldsOf(location);
  return { latitude: number(latitude), longitude: number(longitude) };
}

function toPhone(contact: unknown): string {
  return storable(text(fieldsOf(contact)['phone_number']));
}
