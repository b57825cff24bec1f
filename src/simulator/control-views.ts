import type { BotCommand, Message, ReplyKeyboard, User } from './wire.ts';

/** What the control API tells of chats; types only, since the page shares them. */
export interface ChatView {
  readonly user: User;
  readonly started: boolean;
  readonly blocked: boolean;
  readonly keyboard: ReplyKeyboard | null;
  readonly commands: readonly BotCommand[];
  readonly messages: readonly Message[];
}

export interface PersonView {
  readonly user: User;
  readonly started: boolean;
  readonly blocked: boolean;
  readonly last_message: Message | null;
}
