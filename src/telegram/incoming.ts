import { z } from 'zod';
import { isTelegramId } from '../platform/ids.ts';
import type { Continuation } from '../builder/continuations.ts';
import type { Sender } from '../people/person.ts';
import { momentAt } from '../platform/moments.ts';
import { storable } from '../platform/storable-text.ts';
import { epochSeconds, wholeSecond } from '../tracker/rules/segments.ts';

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

const id = z.number().int();
const sender = z.object({
  id,
  is_bot: z.boolean().default(false),
  first_name: z.string().default(''),
  username: z.string().optional(),
  language_code: z.string().optional(),
});
const chat = z.object({ id, type: z.string().default('private') });
const message = z.object({
  message_id: id,
  date: z.number().int().default(0),
  chat,
  from: sender.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  contact: z.object({ phone_number: z.string() }).optional(),
});
const shape = z.object({
  update_id: id,
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: sender,
      data: z.string().default(''),
      message: z.object({ message_id: id, chat }).optional(),
    })
    .optional(),
  my_chat_member: z.object({ chat, from: sender, new_chat_member: z.object({ status: z.string() }) }).optional(),
  inline_query: z.object({ id: z.string(), from: sender }).optional(),
});

/**
 * Reads an update of the Bot API.
 *
 * @returns null when it has no shape that can be acted on; its `update_id` is then all that is known of it.
 */
export function readUpdate(update: unknown, arrivedAt: Temporal.Instant): Incoming | null {
  const parsed = shape.safeParse(update);
  if (!parsed.success) return null;
  const { update_id: updateId, message: sent, edited_message: edited, callback_query: query } = parsed.data;
  const { my_chat_member: change, inline_query: inline } = parsed.data;
  const incoming = blank(updateId, arrivedAt);
  const written = sent ?? edited;
  if (written) {
    const words = written.text ?? written.caption;
    incoming.kind = sent ? 'message' : 'edited_message';
    incoming.sender = toSender(written.from);
    comesFrom(incoming, written.chat);
    incoming.at = sentAt(written.date, arrivedAt);
    incoming.text = words === undefined ? null : storable(words);
    incoming.location = written.location ?? null;
    incoming.phone = written.contact === undefined ? null : storable(written.contact.phone_number);
  } else if (query) {
    incoming.kind = 'callback_query';
    incoming.sender = toSender(query.from);
    comesFrom(incoming, query.message?.chat ?? { id: query.from.id, type: 'private' });
    const messageId = query.message?.message_id ?? null;
    incoming.press = { queryId: storable(query.id), data: storable(query.data), messageId };
  } else if (change) {
    const { status } = change.new_chat_member;
    incoming.kind = 'my_chat_member';
    incoming.sender = toSender(change.from);
    comesFrom(incoming, change.chat);
    if (incoming.isPrivate) incoming.membership = status === 'kicked' || status === 'left' ? 'blocked' : 'active';
  } else if (inline) {
    incoming.kind = 'inline_query';
    incoming.sender = toSender(inline.from);
    // It comes from no chat; what is said in answer goes in line with what is said to this person.
    incoming.chatId = inline.from.id;
    incoming.inlineQueryId = storable(inline.id);
  }
  return incoming;
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

function comesFrom(incoming: Draft, where: z.infer<typeof chat>): void {
  incoming.chatId = where.id;
  incoming.isPrivate = where.type === 'private';
}

/** A message counts from when it was sent, which during an outage is earlier than now; never from the future. */
function sentAt(date: number, arrivedAt: Temporal.Instant): Temporal.Instant {
  const now = epochSeconds(arrivedAt);
  const isCredible = date < now && now - date <= oldestSeconds;
  return momentAt(isCredible ? date : now);
}

function toSender(from: z.infer<typeof sender> | undefined): Sender | null {
  if (!from || from.is_bot || !isTelegramId(from.id)) return null;
  return {
    telegramId: from.id,
    firstName: storable(from.first_name),
    username: from.username === undefined ? null : storable(from.username),
    languageCode: from.language_code === undefined ? null : storable(from.language_code),
  };
}
