import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Core } from '../core.ts';
import { readInlineMarkup } from '../keyboard.ts';
import { Params } from '../params.ts';
import { badRequest } from '../refusal.ts';
import { readCaption, readMessageText } from '../text/formatted-text.ts';
import type { Message, MessageContent } from '../wire.ts';
import type { ChatRecord } from '../world.ts';
import { readMedia } from './media.ts';
import type { Methods } from './method.ts';
import { captionContent, textContent } from './send.ts';

const mediaShape = z.looseObject({ type: z.enum(['photo', 'document']), media: z.string() });
const idListShape = z.array(z.int()).min(1).max(100);

interface Target {
  readonly chat: ChatRecord;
  readonly message: Message;
}

/** What a bot changes in place or takes away. */
export const editMethods: Methods = {
  editmessagetext: (params, core) => {
    const content = textContent(readMessageText(params));
    const target = findTarget(params, core, 'edit');
    if (target.message.text === undefined) throw badRequest('there is no text in the message to edit');
    return change(target, params, core, content);
  },
  editmessagecaption: (params, core) => {
    const caption = captionContent(readCaption(params));
    const target = findTarget(params, core, 'edit');
    const { photo, document } = target.message;
    if (photo === undefined && document === undefined) throw badRequest('there is no caption in the message to edit');
    return change(target, params, core, { ...mediaOf(target.message), ...caption });
  },
  editmessagereplymarkup: (params, core) => {
    const target = findTarget(params, core, 'edit');
    return change(target, params, core, contentOf(target.message));
  },
  editmessagemedia: (params, core) => {
    const parsed = mediaShape.safeParse(params.json('media'));
    if (!parsed.success) throw badRequest("can't parse InputMedia: Media type and file are expected");
    const { type, media } = parsed.data;
    const caption = captionContent(readCaption(new Params(parsed.data)));
    const target = findTarget(params, core, 'edit');
    return change(target, params, core, { ...readMedia(type, media, params.attached(media), core), ...caption });
  },
  deletemessage: (params, core) => {
    const { chat, message } = findTarget(params, core, 'delete');
    return core.world.remove(chat, message.message_id);
  },
  deletemessages: (params, core) => {
    const chat = core.world.reachable(params.text('chat_id'));
    const parsed = idListShape.safeParse(params.json('message_ids'));
    if (!parsed.success) throw badRequest('message identifiers are not specified');
    for (const messageId of parsed.data) core.world.remove(chat, messageId);
    return true;
  },
};

function findTarget(params: Params, core: Core, purpose: 'edit' | 'delete'): Target {
  const chatId = params.text('chat_id');
  const messageId = params.integer('message_id');
  if (chatId === undefined || messageId === undefined) throw badRequest('message identifier is not specified');
  const chat = core.world.reachable(chatId);
  const message = chat.messages.get(messageId)?.message;
  if (message === undefined) throw badRequest(`message to ${purpose} not found`);
  if (purpose === 'edit' && message.from.id !== core.world.bot.id) throw badRequest("message can't be edited");
  return { chat, message };
}

function mediaOf(message: Message): MessageContent {
  return {
    ...(message.photo === undefined ? {} : { photo: message.photo }),
    ...(message.document === undefined ? {} : { document: message.document }),
  };
}

function contentOf(message: Message): MessageContent {
  return {
    ...mediaOf(message),
    ...(message.text === undefined ? {} : { text: message.text }),
    ...(message.entities === undefined ? {} : { entities: message.entities }),
    ...(message.caption === undefined ? {} : { caption: message.caption }),
    ...(message.caption_entities === undefined ? {} : { caption_entities: message.caption_entities }),
  };
}

/** Puts new content in the message's place; an edit without a keyboard takes the buttons away. */
function change({ chat, message }: Target, params: Params, core: Core, content: MessageContent): Message {
  const markup = readInlineMarkup(params);
  const next: MessageContent = { ...content, ...(markup === undefined ? {} : { reply_markup: markup }) };
  const present: MessageContent = {
    ...contentOf(message),
    ...(message.reply_markup === undefined ? {} : { reply_markup: message.reply_markup }),
  };
  if (isDeepStrictEqual(next, present)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  const { message_id, from, chat: place, date, reply_to_message } = message;
  const edited: Message = {
    message_id,
    from,
    chat: place,
    date,
    edit_date: core.time.now(),
    ...(reply_to_message === undefined ? {} : { reply_to_message }),
    ...next,
  };
  core.world.replace(chat, edited);
  return edited;
}
