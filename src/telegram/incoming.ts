import { z } from 'zod';
import { isTelegramId } from '../platform/ids.ts';
import type { Continuation } from '../builder/continuations.ts';
import type { Sender } from '../people/person.ts';
import { storable } from '../platform/storable-text.ts';
import { wholeSecond } from '../tracker/rules/segments.ts';

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
  const { update_id: updateId, message: sent, edited_message: edited, callback_query: query, ...rest } = parsed.data;
  const nothing = {
    updateId,
    kind: 'other' as const,
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
  const written = sent ?? edited;
  if (written) {
    const words = written.text ?? written.caption;
    return {
      ...nothing,
      kind: sent ? 'message' : 'edited_message',
      sender: toSender(written.from),
      ...inChat(written.chat),
      at: sentAt(written.date, arrivedAt),
      text: words === undefined ? null : storable(words),
      location: written.location ?? null,
      phone: written.contact === undefined ? null : storable(written.contact.phone_number),
    };
  }
  if (query)
    return {
      ...nothing,
      kind: 'callback_query',
      sender: toSender(query.from),
      ...(query.message ? inChat(query.message.chat) : { chatId: query.from.id, isPrivate: true }),
      press: { queryId: storable(query.id), data: storable(query.data), messageId: query.message?.message_id ?? null },
    };
  if (rest.my_chat_member) {
    const { chat: where, from, new_chat_member: member } = rest.my_chat_member;
    const isGone = member.status === 'kicked' || member.status === 'left';
    return {
      ...nothing,
      kind: 'my_chat_member',
      sender: toSender(from),
      ...inChat(where),
      membership: where.type === 'private' ? (isGone ? 'blocked' : 'active') : null,
    };
  }
  if (rest.inline_query)
    return {
      ...nothing,
      kind: 'inline_query',
      sender: toSender(rest.inline_query.from),
      // It comes from no chat; what is said in answer goes in line with what is said to this person.
      chatId: rest.inline_query.from.id,
      inlineQueryId: storable(rest.inline_query.id),
    };
  return nothing;
}

/** A turn that goes on, as if it were an update of its own: its number is one that Telegram never gives. */
export function continued(continuation: Continuation, person: Sender, now: Temporal.Instant): Incoming {
  return {
    updateId: -continuation.id,
    kind: 'continuation',
    sender: person,
    chatId: continuation.chatId,
    isPrivate: continuation.chatId === person.telegramId,
    at: wholeSecond(now),
    arrivedAt: now,
    text: null,
    location: null,
    phone: null,
    press: null,
    continuation,
    inlineQueryId: null,
    membership: null,
  };
}

function inChat(where: z.infer<typeof chat>): { chatId: number; isPrivate: boolean } {
  return { chatId: where.id, isPrivate: where.type === 'private' };
}

/** A message counts from when it was sent, which during an outage is earlier than now; never from the future. */
function sentAt(date: number, arrivedAt: Temporal.Instant): Temporal.Instant {
  const now = wholeSecond(arrivedAt);
  const age = now.epochMilliseconds / 1000 - date;
  return age > 0 && age <= oldestSeconds ? Temporal.Instant.fromEpochMilliseconds(date * 1000) : now;
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
