/**
 * The Bot API's objects as they travel, as far as the simulator knows them. Written apart from the client library's
 * types on purpose: the stand-in must not inherit that library's idea of Telegram.
 */
export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
}

export interface Chat {
  readonly id: number;
  readonly type: 'private';
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
}

/** Offsets and lengths count UTF-16 units, as Telegram does. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
  readonly user?: User;
}

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

export interface FileInfo {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_size?: number;
}

export interface PhotoSize extends FileInfo {
  readonly width: number;
  readonly height: number;
}

export interface DocumentInfo extends FileInfo {
  readonly file_name?: string;
  readonly mime_type?: string;
}

export interface Contact {
  readonly phone_number: string;
  readonly first_name: string;
  readonly last_name?: string;
  readonly user_id?: number;
}

export interface Location {
  readonly latitude: number;
  readonly longitude: number;
}

export interface InlineButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
  readonly web_app?: { readonly url: string };
  readonly switch_inline_query?: string;
  readonly switch_inline_query_current_chat?: string;
  readonly copy_text?: { readonly text: string };
}

export interface InlineKeyboard {
  readonly inline_keyboard: readonly (readonly InlineButton[])[];
}

export interface KeyboardButton {
  readonly text: string;
  readonly request_contact?: boolean;
  readonly request_location?: boolean;
  readonly web_app?: { readonly url: string };
}

export interface ReplyKeyboard {
  readonly keyboard: readonly (readonly KeyboardButton[])[];
  readonly is_persistent?: boolean;
  readonly resize_keyboard?: boolean;
  readonly one_time_keyboard?: boolean;
  readonly input_field_placeholder?: string;
}

/** Everything of a message but its place in a chat. */
export interface MessageContent {
  readonly text?: string;
  readonly entities?: readonly Entity[];
  readonly caption?: string;
  readonly caption_entities?: readonly Entity[];
  readonly photo?: readonly PhotoSize[];
  readonly document?: DocumentInfo;
  readonly contact?: Contact;
  readonly location?: Location;
  readonly reply_markup?: InlineKeyboard;
}

export interface Message extends MessageContent {
  readonly message_id: number;
  readonly from: User;
  readonly chat: Chat;
  /** Unix seconds. */
  readonly date: number;
  readonly edit_date?: number;
  readonly reply_to_message?: Message;
}

/** A message that Telegram no longer keeps; `date` is always 0. */
export interface InaccessibleMessage {
  readonly message_id: number;
  readonly chat: Chat;
  readonly date: 0;
}

export interface CallbackQuery {
  readonly id: string;
  readonly from: User;
  readonly message: Message | InaccessibleMessage;
  readonly chat_instance: string;
  readonly data: string;
}

export interface InlineQuery {
  readonly id: string;
  readonly from: User;
  readonly query: string;
  readonly offset: string;
  readonly chat_type: 'sender';
}

export interface ChatMemberUpdated {
  readonly chat: Chat;
  readonly from: User;
  readonly date: number;
  readonly old_chat_member: { readonly user: User; readonly status: string; readonly until_date?: number };
  readonly new_chat_member: { readonly user: User; readonly status: string; readonly until_date?: number };
}

/** What an update may carry, by its kind. */
export interface UpdatePayloads {
  readonly message: Message;
  readonly edited_message: Message;
  readonly callback_query: CallbackQuery;
  readonly inline_query: InlineQuery;
  readonly my_chat_member: ChatMemberUpdated;
}

export type UpdateKind = keyof UpdatePayloads;
export type Update = { readonly update_id: number } & Partial<UpdatePayloads>;

export interface BotCommand {
  readonly command: string;
  readonly description: string;
}
