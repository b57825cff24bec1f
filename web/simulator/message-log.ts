import type { Message } from '../../src/simulator/wire.ts';
import { button, element, icon } from './dom.ts';
import { MessageView, type MessageActions } from './message-view.ts';
import { formatDay, words } from './words.ts';

/** Pixels from the end within which a reader counts as being at the end. */
const NEAR_END = 80;

/** The messages of a chat in their order, with a line between days. */
export class MessageLog {
  readonly node: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #list: HTMLElement;
  readonly #toBottom: HTMLButtonElement;
  readonly #actions: MessageActions;
  readonly #views = new Map<number, MessageView>();
  #lastDay = '';

  constructor(actions: MessageActions) {
    this.#actions = actions;
    this.#list = element('div', {
      class: 'messages',
      role: 'log',
      'aria-live': 'polite',
      'aria-label': words.messages,
    });
    this.#scroller = element('div', { class: 'scroller', tabindex: 0 }, this.#list);
    this.#toBottom = button(
      { class: 'to-bottom', 'aria-label': words.toBottom, title: words.toBottom, hidden: true },
      icon('down'),
      () => this.scrollToEnd(),
    );
    this.#scroller.addEventListener('scroll', () => (this.#toBottom.hidden = this.#isAtEnd()));
    // A picture that arrives, or a keyboard that opens below, must not push the newest message out of sight.
    let wasAtEnd = true;
    this.#scroller.addEventListener('scroll', () => (wasAtEnd = this.#isAtEnd()));
    const observer = new ResizeObserver(() => {
      if (wasAtEnd) this.scrollToEnd();
    });
    observer.observe(this.#scroller);
    observer.observe(this.#list);
    this.node = element('div', { class: 'log' }, this.#scroller, this.#toBottom);
  }

  /** Shows these messages and no others, keeping what is there already. */
  show(messages: readonly Message[]): void {
    const wanted = new Set(messages.map(({ message_id }) => message_id));
    for (const id of this.#views.keys()) if (!wanted.has(id)) this.remove(id);
    if (messages.length === 0) this.#clear();
    for (const message of messages) this.put(message);
  }

  /** Adds a message, or changes it where it stands. */
  put(message: Message): void {
    const known = this.#views.get(message.message_id);
    if (known !== undefined) {
      // What is the same again, after a reconnection, need not be read out again.
      if (JSON.stringify(known.message) !== JSON.stringify(message)) known.update(message);
      return;
    }
    this.#list.querySelector('.hint')?.remove();
    const atEnd = this.#isAtEnd() || !message.from.is_bot;
    const day = formatDay(message.date);
    if (day !== this.#lastDay) {
      this.#lastDay = day;
      this.#list.append(element('div', { class: 'day' }, day));
    }
    const view = new MessageView(message, this.#actions);
    this.#views.set(message.message_id, view);
    this.#list.append(view.node);
    if (atEnd) this.scrollToEnd();
  }

  remove(messageId: number): void {
    this.#views.get(messageId)?.node.remove();
    this.#views.delete(messageId);
  }

  refreshWaiting(messageId: number): void {
    this.#views.get(messageId)?.refreshWaiting();
  }

  scrollToEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #clear(): void {
    this.#views.clear();
    this.#lastDay = '';
    this.#list.replaceChildren(element('p', { class: 'hint' }, words.startHint));
  }

  #isAtEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }
}
