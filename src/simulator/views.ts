import type { Core } from './core.ts';
import type { ChatView, PersonView } from './control-views.ts';
import type { Message } from './wire.ts';
import type { ChatRecord } from './world.ts';

/** So many people fit a list; a load's thousands do not. */
const PEOPLE_SHOWN = 200;
const FIRST_FREE_ID = 7_500_000_001;

/** A chat as its person sees it. */
export function viewChat(core: Core, chat: ChatRecord): ChatView {
  return {
    user: chat.user,
    started: chat.started,
    blocked: chat.blocked,
    keyboard: chat.keyboard,
    commands: core.commands.seenBy(chat.user.id, chat.user.language_code ?? ''),
    messages: [...chat.messages.values()].map(({ message }) => message),
  };
}

export function viewPeople(core: Core): PersonView[] {
  return [...core.world.chats.values().take(PEOPLE_SHOWN)].map((chat) => ({
    user: chat.user,
    started: chat.started,
    blocked: chat.blocked,
    last_message: lastMessage(chat),
  }));
}

/** An id nobody has yet, beyond 32 bits as new accounts have them. */
export function freeUserId(core: Core): number {
  let id = FIRST_FREE_ID;
  while (core.world.chats.has(id)) id += 1;
  return id;
}

function lastMessage(chat: ChatRecord): Message | null {
  let last: Message | null = null;
  for (const { message } of chat.messages.values()) last = message;
  return last;
}
