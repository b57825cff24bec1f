import { z } from 'zod';
import type { Params } from './params.ts';
import { badRequest } from './refusal.ts';
import { checkedLink } from './text/parse-html.ts';
import type { InlineButton, InlineKeyboard, ReplyKeyboard } from './wire.ts';

export type Markup =
  | { readonly kind: 'inline'; readonly markup: InlineKeyboard }
  | { readonly kind: 'reply'; readonly markup: ReplyKeyboard }
  | { readonly kind: 'remove' }
  | { readonly kind: 'force_reply' };

/** Telegram refuses keyboards beyond this many buttons. */
const BUTTON_LIMIT = 100;
/** UTF-8 bytes. */
const DATA_LIMIT = 64;

const webApp = z.object({ url: z.string() });
const inlineButton = z.object({
  text: z.string(),
  callback_data: z.string().exactOptional(),
  url: z.string().exactOptional(),
  web_app: webApp.exactOptional(),
  switch_inline_query: z.string().exactOptional(),
  switch_inline_query_current_chat: z.string().exactOptional(),
  copy_text: z.object({ text: z.string() }).exactOptional(),
});
const replyButton = z.union([
  z.string().transform((text) => ({ text })),
  z.object({
    text: z.string(),
    request_contact: z.boolean().exactOptional(),
    request_location: z.boolean().exactOptional(),
    web_app: webApp.exactOptional(),
  }),
]);
const markupShape = z.union([
  z.object({ inline_keyboard: z.array(z.array(inlineButton)) }),
  z.object({
    keyboard: z.array(z.array(replyButton)),
    is_persistent: z.boolean().exactOptional(),
    resize_keyboard: z.boolean().exactOptional(),
    one_time_keyboard: z.boolean().exactOptional(),
    input_field_placeholder: z.string().exactOptional(),
  }),
  z.object({ remove_keyboard: z.literal(true) }),
  z.object({ force_reply: z.literal(true) }),
]);

/** The keyboard of a call, or `undefined`. @throws Refusal 400 with Telegram's words */
export function readMarkup(params: Params): Markup | undefined {
  const raw = params.json('reply_markup');
  if (raw === undefined) return undefined;
  if (typeof raw === 'object' && raw !== null && Object.keys(raw).length === 0) return undefined;
  const parsed = markupShape.safeParse(raw);
  if (!parsed.success) throw badRequest('object expected as reply markup');
  const markup = parsed.data;
  if ('inline_keyboard' in markup) {
    const rows = markup.inline_keyboard.filter((row) => row.length > 0).map((row) => row.map(checkInlineButton));
    if (rows.flat().length > BUTTON_LIMIT) throw badRequest('REPLY_MARKUP_TOO_LONG');
    return { kind: 'inline', markup: { inline_keyboard: rows } };
  }
  if ('keyboard' in markup) {
    const rows = markup.keyboard.filter((row) => row.length > 0);
    if (rows.length === 0) throw badRequest('reply keyboard must have at least one button');
    if (rows.flat().some((button) => button.text.trim() === ''))
      throw badRequest('keyboard button text must be non-empty');
    return { kind: 'reply', markup: { ...markup, keyboard: rows } };
  }
  return { kind: 'remove_keyboard' in markup ? 'remove' : 'force_reply' };
}

/** The inline keyboard an edit gives; none takes the buttons away. @throws Refusal 400 for any other kind */
export function readInlineMarkup(params: Params): InlineKeyboard | undefined {
  const markup = readMarkup(params);
  if (markup === undefined) return undefined;
  if (markup.kind !== 'inline') throw badRequest('inline keyboard expected');
  return markup.markup.inline_keyboard.length === 0 ? undefined : markup.markup;
}

function checkInlineButton(button: InlineButton): InlineButton {
  if (button.text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  if (button.callback_data !== undefined) {
    const bytes = Buffer.byteLength(button.callback_data);
    if (bytes < 1 || bytes > DATA_LIMIT) throw badRequest('BUTTON_DATA_INVALID');
    return button;
  }
  const address = button.url ?? button.web_app?.url;
  if (address !== undefined) {
    const url = checkedLink(address);
    if (url === undefined) throw badRequest(`inline keyboard button URL '${address}' is invalid: Wrong HTTP URL`);
    return button.url === undefined ? button : { ...button, url };
  }
  if (
    button.switch_inline_query === undefined &&
    button.switch_inline_query_current_chat === undefined &&
    button.copy_text === undefined
  ) {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  return button;
}
