import { z } from 'zod';
import type { Core } from '../core.ts';
import { readMarkup, type Markup } from '../keyboard.ts';
import type { Params } from '../params.ts';
import { badRequest } from '../refusal.ts';
import { readCaption, readMessageText } from '../text/formatted-text.ts';
import type { FormattedText, Message, MessageContent } from '../wire.ts';
import type { ChatRecord } from '../world.ts';
import { readMediaField, type MediaKind } from './media.ts';
import type { Methods } from './method.ts';

const replyShape = z.object({
  message_id: z.int(),
  allow_sending_without_reply: z.boolean().default(false),
});

const ACTIONS = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]);

/** What a bot puts into a chat. */
export const sendMethods: Methods = {
  sendmessage: (params, core) => {
    const formatted = readMessageText(params);
    const markup = readMarkup(params);
    return send(params, core, textContent(formatted), markup);
  },
  sendphoto: (params, core) => sendMedia('photo', params, core),
  senddocument: (params, core) => sendMedia('document', params, core),
  sendchataction: (params, core) => {
    const chat = core.world.reachable(params.text('chat_id'));
    const action = params.text('action')?.toLowerCase() ?? '';
    if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
    core.feed.publish({ type: 'action', chat_id: chat.user.id, action });
    return true;
  },
};

export function textContent(formatted: FormattedText): MessageContent {
  return { text: formatted.text, ...(formatted.entities.length === 0 ? {} : { entities: formatted.entities }) };
}

export function captionContent(formatted: FormattedText): MessageContent {
  if (formatted.text === '') return {};
  return {
    caption: formatted.text,
    ...(formatted.entities.length === 0 ? {} : { caption_entities: formatted.entities }),
  };
}

function sendMedia(kind: MediaKind, params: Params, core: Core): Message {
  const caption = captionContent(readCaption(params));
  const markup = readMarkup(params);
  // Before the file is kept: what goes to nobody needs no room.
  core.world.reachable(params.text('chat_id'));
  return send(params, core, { ...readMediaField(kind, params, core), ...caption }, markup);
}

function send(params: Params, core: Core, content: MessageContent, markup: Markup | undefined): Message {
  const { world } = core;
  const chat = world.reachable(params.text('chat_id'));
  const original = repliedTo(params, chat);
  const inline = markup?.kind === 'inline' && markup.markup.inline_keyboard.length > 0 ? markup.markup : undefined;
  const message = world.post(chat, {
    from: world.bot,
    date: core.time.now(),
    ...(original === undefined ? {} : { reply_to_message: original }),
    ...content,
    ...(inline === undefined ? {} : { reply_markup: inline }),
  });
  if (markup?.kind === 'reply') world.setKeyboard(chat, markup.markup);
  else if (markup?.kind === 'remove') world.setKeyboard(chat, null);
  return message;
}

function repliedTo(params: Params, chat: ChatRecord): Message | undefined {
  const given = params.json('reply_parameters') ?? shortReply(params);
  if (given === undefined) return undefined;
  const parsed = replyShape.safeParse(given);
  if (!parsed.success) throw badRequest("can't parse reply parameters JSON object");
  const original = chat.messages.get(parsed.data.message_id)?.message;
  if (original === undefined) {
    if (parsed.data.allow_sending_without_reply) return undefined;
    throw badRequest('message to be replied not found');
  }
  // One level only, as Telegram gives it.
  const { reply_to_message: _, ...flat } = original;
  return flat;
}

/** The older way to say it. */
function shortReply(params: Params): unknown {
  const messageId = params.integer('reply_to_message_id');
  if (messageId === undefined || messageId === 0) return undefined;
  return { message_id: messageId, allow_sending_without_reply: params.flag('allow_sending_without_reply') };
}
