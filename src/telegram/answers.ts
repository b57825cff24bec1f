import type { Output, RenderedButton, RenderedKeyboard, Screen, Turn } from '../builder/turn.ts';
import { escapeHtml } from '../builder/rules/escape.ts';
import { MAX_TEXT_UNITS } from '../builder/rules/limits.ts';
import { plainText, truncateHtml } from '../builder/rules/telegram-html.ts';
import type { Call } from './call.ts';
import { pictureOf } from './pictures.ts';
import { stampEnd, type ButtonStamp } from './buttons.ts';

/** Telegram's limit on the text of a callback answer, in characters. */
const noticeLimit = 200;

/** Turns what a turn says into calls of the Bot API. Every press is answered, with a notice or without. */
export function callsFor(turn: Turn, stamp: ButtonStamp, queryId: string | null): Call[] {
  const calls: Call[] = [];
  if (queryId !== null) calls.push(answerPress(queryId, turn.outputs));
  // A turn that has waited has no press to answer any more: its notice comes as a message.
  else if (turn.trigger.kind === 'continuation') calls.push(...noticeAsMessage(turn));
  let pressed = turn.pressedMessage;
  for (const output of turn.outputs) {
    if (output.kind === 'retire') calls.push(retire(output.chatId, output.messageId));
    if (output.kind === 'keyboard' && pressed) calls.push(editKeyboard(pressed, output.keyboard, stamp));
    if (output.kind !== 'screen') continue;
    const canEdit = output.mode === 'edit' && pressed !== null && output.screen.keyboard?.kind !== 'reply';
    calls.push(
      canEdit && pressed !== null
        ? edit(pressed, output.screen, stamp)
        : send(turn.chatId, output.screen, stamp, output.tag),
    );
    // What follows an edit is a message of its own.
    if (canEdit) pressed = null;
  }
  return calls;
}

function answerPress(queryId: string, outputs: readonly Output[]): Call {
  const notice = outputs.findLast((output) => output.kind === 'notice');
  if (!notice || notice.text === '') return { method: 'answerCallbackQuery', payload: { callback_query_id: queryId } };
  const said = { text: shortened(notice.text), show_alert: notice.isAlert };
  return { method: 'answerCallbackQuery', payload: { callback_query_id: queryId, ...said } };
}

function noticeAsMessage({ chatId, outputs }: Turn): Call[] {
  const notice = outputs.findLast((output) => output.kind === 'notice');
  return notice && notice.text !== '' ? [textCall(chatId, escapeHtml(notice.text))] : [];
}

/** A message of text alone, in Telegram's HTML. */
export function textCall(chatId: number, text: string): Call {
  const whole = truncateHtml(text, MAX_TEXT_UNITS);
  return {
    method: 'sendMessage',
    payload: { chat_id: chatId, text: whole, parse_mode: 'HTML', link_preview_options: noPreview },
  };
}

/** Not cut in the middle of an emoji: half of one could not even be stored. */
function shortened(text: string): string {
  return text.length <= noticeLimit ? text : plainText(truncateHtml(escapeHtml(text), noticeLimit));
}

function retire(chatId: number, messageId: number): Call {
  return {
    method: 'editMessageReplyMarkup',
    payload: { chat_id: chatId, message_id: messageId, reply_markup: { inline_keyboard: [] } },
  };
}

function editKeyboard(
  message: { chatId: number; messageId: number },
  keyboard: RenderedKeyboard,
  stamp: ButtonStamp,
): Call {
  const place = { chat_id: message.chatId, message_id: message.messageId };
  return { method: 'editMessageReplyMarkup', payload: { ...place, reply_markup: markupOf(keyboard, stamp) } };
}

function edit(message: { chatId: number; messageId: number }, screen: Screen, stamp: ButtonStamp): Call {
  const markup = markupOf(screen.keyboard, stamp) ?? { inline_keyboard: [] };
  if (screen.photoUrl !== undefined)
    return {
      method: 'editMessageMedia',
      payload: {
        chat_id: message.chatId,
        message_id: message.messageId,
        media: { type: 'photo', media: pictureOf(screen.photoUrl), caption: screen.text, parse_mode: 'HTML' },
        reply_markup: markup,
      },
    };
  return {
    method: 'editMessageText',
    payload: {
      chat_id: message.chatId,
      message_id: message.messageId,
      text: screen.text,
      parse_mode: 'HTML',
      link_preview_options: noPreview,
      reply_markup: markup,
    },
  };
}

function send(chatId: number, screen: Screen, stamp: ButtonStamp, tag: string | undefined): Call {
  const hasPicture = screen.photoUrl !== undefined;
  const payload: Record<string, unknown> = hasPicture
    ? { chat_id: chatId, photo: pictureOf(screen.photoUrl), caption: screen.text, parse_mode: 'HTML' }
    : { chat_id: chatId, text: screen.text, link_preview_options: noPreview, parse_mode: 'HTML' };
  const markup = markupOf(screen.keyboard, stamp);
  if (markup) payload['reply_markup'] = markup;
  const call: Call = { method: hasPicture ? 'sendPhoto' : 'sendMessage', payload };
  return tag === undefined ? call : { ...call, tag };
}

const noPreview = { is_disabled: true };

function markupOf(keyboard: RenderedKeyboard | undefined, stamp: ButtonStamp): Record<string, unknown> | undefined {
  if (!keyboard) return undefined;
  if (keyboard.kind === 'inline') {
    const end = stampEnd(stamp);
    return { inline_keyboard: keyboard.rows.map((row) => row.map((button) => inlineButton(button, end))) };
  }
  return {
    keyboard: keyboard.rows.map((row) => row.map(replyButton)),
    resize_keyboard: true,
    is_persistent: !keyboard.oneTime,
    one_time_keyboard: keyboard.oneTime,
    ...(keyboard.placeholder === undefined ? {} : { input_field_placeholder: keyboard.placeholder }),
  };
}

function inlineButton(button: RenderedButton, end: string): Record<string, unknown> {
  const text = button.label;
  if (button.url !== undefined) return { text, url: button.url };
  if (button.webApp !== undefined) return { text, web_app: { url: button.webApp } };
  return { text, callback_data: (button.data ?? '') + end };
}

function replyButton(button: RenderedButton): Record<string, unknown> {
  const text = button.label;
  if (button.requests === 'contact') return { text, request_contact: true };
  if (button.requests === 'location') return { text, request_location: true };
  if (button.webApp !== undefined) return { text, web_app: { url: button.webApp } };
  return { text };
}
