import type { ChatView } from '../../src/simulator/control-views.ts';
import type { CallbackAnswer, FeedEvent } from '../../src/simulator/feed.ts';
import type { Message, User } from '../../src/simulator/wire.ts';
import { Composer } from './composer.ts';
import { avatar, button, element, icon } from './dom.ts';
import { Menu } from './menu.ts';
import { MessageLog } from './message-log.ts';
import { alertBox, toast } from './notice.ts';
import { fullName } from './people-list.ts';
import { safeLink } from './rich-text.ts';
import { server } from './server.ts';
import { words } from './words.ts';

/** Telegram's apps stop showing progress after about so long. */
const PRESS_LIMIT_MS = 30_000;
const TYPING_MS = 5000;
const ANSWERS_KEPT = 50;
const CONTENT_EVENTS: ReadonlySet<string> = new Set(['message', 'edited', 'deleted', 'keyboard']);

export interface PaneOptions {
  readonly bot: User;
  readonly user: User;
  /** Leaves the chat: back to the list on a phone, away with the column elsewhere. */
  readonly onClose: () => void;
}

/** One person's chat with the bot, as that person sees it. */
export class ChatPane {
  readonly node: HTMLElement;
  readonly user: User;
  readonly #log: MessageLog;
  readonly #composer: Composer;
  readonly #subtitle = element('span', { class: 'subtitle' }, words.bot);
  readonly #toasts = element('div', { class: 'toasts', role: 'status' });
  /** Presses without an answer, by their place; the value is the query's id once it is known. */
  readonly #waiting = new Map<string, string | undefined>();
  /** Answers may overtake the reply to the press itself. */
  readonly #answers = new Map<string, CallbackAnswer>();
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #view: ChatView | undefined;
  /** While the chat is being read: what has happened since. */
  #missed: FeedEvent[] | undefined;

  constructor(options: PaneOptions) {
    const { user, bot } = options;
    this.user = user;
    const say = (text: string): void => this.#attempt(server.say(user.id, text));
    this.#log = new MessageLog({
      say,
      press: (message, data) => void this.#press(message, data),
      isWaiting: (messageId, data) => this.#waiting.has(place(messageId, data)),
    });
    this.#composer = new Composer({
      say,
      shareContact: () => this.#attempt(server.shareContact(user.id)),
      shareLocation: () => this.#attempt(server.shareLocation(user.id)),
      unblock: () => this.#attempt(server.setBlocked(user.id, false)),
    });
    const header = this.#header(bot, options.onClose);
    this.node = element(
      'section',
      { class: 'pane', 'aria-label': `${bot.first_name}: ${fullName(user)}`, 'data-user-id': user.id },
      header,
      this.#toasts,
      this.#log.node,
      this.#composer.node,
    );
  }

  /**
   * Reads the chat as it is now. What happens meanwhile waits and is applied on top: each change carries all it is about,
   * so that an older one does no harm where a newer one follows.
   */
  async reload(): Promise<void> {
    const missed: FeedEvent[] = [];
    this.#missed = missed;
    try {
      const view: ChatView = await server.chat(this.user.id);
      if (this.#missed !== missed) return;
      this.#view = view;
      this.#log.show(view.messages);
      this.#composer.show(view);
      this.#missed = undefined;
      for (const event of missed) this.changed(event);
    } catch (error) {
      if (this.#missed === missed) this.#missed = undefined;
      this.#complain(error);
    }
  }

  focus(): void {
    this.#composer.focus();
  }

  /** Takes in what happened in this chat. */
  changed(event: FeedEvent): void {
    if (this.#missed !== undefined && CONTENT_EVENTS.has(event.type)) {
      this.#missed.push(event);
      return;
    }
    switch (event.type) {
      case 'message':
        if (event.message.from.is_bot) this.#setTyping(false);
        this.#log.put(event.message);
        // The first message turns the button to begin into an input.
        if (this.#view?.started !== true || this.#view.blocked) void this.reload();
        break;
      case 'edited':
        this.#log.put(event.message);
        break;
      case 'deleted':
        this.#log.remove(event.message_id);
        break;
      case 'keyboard':
        this.#composer.setKeyboard(event.keyboard);
        break;
      case 'answer':
        this.#answered(event.answer);
        break;
      case 'action':
        this.#setTyping(true);
        break;
      case 'person':
      case 'cleared':
      case 'commands':
        void this.reload();
    }
  }

  #header(bot: User, onClose: () => void): HTMLElement {
    const close = button(
      { class: 'icon-button close-pane', 'aria-label': words.closePane, title: words.closePane },
      icon('close'),
      onClose,
    );
    const back = button(
      { class: 'icon-button back', 'aria-label': words.back, title: words.back },
      icon('back'),
      onClose,
    );
    const more = button(
      { class: 'icon-button more', 'aria-label': words.more, title: words.more },
      icon('more'),
      () => undefined,
    );
    const { id } = this.user;
    const menu = new Menu(more, 'more-menu', () => [
      { label: words.shareContact, choose: () => this.#attempt(server.shareContact(id)) },
      { label: words.shareLocation, choose: () => this.#attempt(server.shareLocation(id)) },
      { label: words.deleteChat, choose: () => this.#attempt(server.deleteChat(id)) },
      {
        label: this.#isBlocked() ? words.unblock : words.block,
        choose: () => this.#attempt(server.setBlocked(id, !this.#isBlocked())),
      },
    ]);
    const title = element('h2', { dir: 'auto' }, bot.first_name);
    const person = element('span', { class: 'person' }, `${words.asPerson} `, element('bdi', {}, fullName(this.user)));
    const names = element('div', { class: 'names' }, title, element('p', {}, this.#subtitle, ' · ', person));
    return element(
      'header',
      { class: 'pane-header' },
      back,
      avatar(bot.first_name, bot.id),
      names,
      more,
      menu.node,
      close,
    );
  }

  async #press(message: Message, data: string): Promise<void> {
    const key = place(message.message_id, data);
    if (this.#waiting.has(key)) return;
    this.#setWaiting(message.message_id, key, undefined);
    setTimeout(() => this.#settle(message.message_id, key), PRESS_LIMIT_MS);
    try {
      const { query_id: queryId } = await server.press(this.user.id, message.message_id, data);
      this.#setWaiting(message.message_id, key, queryId);
      const early = this.#answers.get(queryId ?? '');
      if (early !== undefined) this.#answered(early);
    } catch (error) {
      this.#settle(message.message_id, key);
      this.#complain(error);
    }
  }

  #answered(answer: CallbackAnswer): void {
    const key = [...this.#waiting].find(([, queryId]) => queryId === answer.query_id)?.[0];
    if (key === undefined) {
      this.#answers.set(answer.query_id, answer);
      if (this.#answers.size > ANSWERS_KEPT) this.#answers.delete([...this.#answers.keys()][0] ?? '');
      return;
    }
    this.#answers.delete(answer.query_id);
    this.#settle(answer.message_id, key);
    if (answer.text !== undefined) {
      if (answer.show_alert) alertBox(answer.text);
      else toast(this.#toasts, answer.text);
    }
    const href = answer.url === undefined ? undefined : safeLink(answer.url);
    if (href !== undefined) window.open(href, '_blank', 'noopener,noreferrer');
  }

  #setWaiting(messageId: number, key: string, queryId: string | undefined): void {
    this.#waiting.set(key, queryId);
    this.#log.refreshWaiting(messageId);
  }

  #settle(messageId: number, key: string): void {
    this.#waiting.delete(key);
    this.#log.refreshWaiting(messageId);
  }

  #setTyping(isTyping: boolean): void {
    clearTimeout(this.#typingTimer);
    this.#subtitle.textContent = isTyping ? words.typing : words.bot;
    this.#subtitle.classList.toggle('active', isTyping);
    if (isTyping) this.#typingTimer = setTimeout(() => this.#setTyping(false), TYPING_MS);
  }

  #isBlocked(): boolean {
    return this.#view?.blocked === true;
  }

  #attempt(deed: Promise<unknown>): void {
    deed.catch((error: unknown) => this.#complain(error));
  }

  #complain(error: unknown): void {
    toast(this.#toasts, `${words.failed} ${error instanceof Error ? error.message : String(error)}`);
  }
}

const place = (messageId: number, data: string): string => `${messageId} ${data}`;
