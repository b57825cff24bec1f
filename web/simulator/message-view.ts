import type { DocumentInfo, InlineButton, Message, PhotoSize } from '../../src/simulator/wire.ts';
import { button, element, icon } from './dom.ts';
import { safeLink } from './rich-text.ts';
import { textNodes } from './text-view.ts';
import { formatBytes, formatTime, words } from './words.ts';

export interface MessageActions {
  press(message: Message, data: string): void;
  say(text: string): void;
  /** Whether this button's press has not been answered yet. */
  isWaiting(messageId: number, data: string): boolean;
}

/** One message; updated in place, so that an edit neither flickers nor takes the keyboard's focus away. */
export class MessageView {
  readonly node: HTMLElement;
  message: Message;
  readonly #actions: MessageActions;
  #photo: { readonly id: string; readonly node: HTMLElement } | undefined;

  constructor(message: Message, actions: MessageActions) {
    this.message = message;
    this.#actions = actions;
    this.node = element('article', {
      class: `message ${message.from.is_bot ? 'incoming' : 'outgoing'}`,
      'data-message-id': message.message_id,
    });
    this.update(message);
  }

  update(message: Message): void {
    this.message = message;
    const focused = this.#focusedButton();
    this.node.setAttribute('aria-label', message.from.is_bot ? message.from.first_name : words.you);
    const keyboard = this.#keyboard(message);
    this.node.replaceChildren(this.#bubble(message), ...(keyboard === undefined ? [] : [keyboard]));
    if (focused !== -1) this.#buttons()[focused]?.focus();
  }

  /** Shows on its button that a press waits, or no longer does. */
  refreshWaiting(): void {
    for (const node of this.#buttons()) {
      const { data } = node.dataset;
      const waiting = data !== undefined && this.#actions.isWaiting(this.message.message_id, data);
      node.classList.toggle('waiting', waiting);
      node.setAttribute('aria-busy', String(waiting));
    }
  }

  #buttons(): HTMLElement[] {
    return [...this.node.querySelectorAll<HTMLElement>('.inline-button')];
  }

  #focusedButton(): number {
    return this.#buttons().findIndex((node) => node === document.activeElement);
  }

  #bubble(message: Message): HTMLElement {
    const text = message.text ?? message.caption;
    const entities = message.entities ?? message.caption_entities ?? [];
    const say = (command: string): void => this.#actions.say(command);
    return element(
      'div',
      { class: `bubble${message.photo === undefined ? '' : ' with-photo'}${text === undefined ? ' bare' : ''}` },
      replyQuote(message.reply_to_message),
      this.#photoNode(message.photo),
      documentNode(message.document),
      contactNode(message),
      text === undefined
        ? undefined
        : element('div', { class: 'text', dir: 'auto' }, ...textNodes(text, entities, say)),
      stamp(message),
    );
  }

  /** The same picture stays the same node: a new one would be fetched and painted anew at every edit of the caption. */
  #photoNode(sizes: readonly PhotoSize[] | undefined): HTMLElement | undefined {
    const photo = sizes?.at(-1);
    if (photo === undefined) return undefined;
    if (this.#photo?.id !== photo.file_id) {
      const { width, height } = photo;
      const image = element('img', { src: fileAddress(photo.file_id), alt: words.photo, width, height });
      const node = element(
        'a',
        { class: 'photo', href: fileAddress(photo.file_id), target: '_blank', rel: 'noopener' },
        image,
      );
      this.#photo = { id: photo.file_id, node };
    }
    return this.#photo.node;
  }

  #keyboard(message: Message): HTMLElement | undefined {
    const rows = message.reply_markup?.inline_keyboard;
    if (rows === undefined) return undefined;
    const nodes = rows.map((row) =>
      element('div', { class: 'row' }, ...row.map((one) => this.#inlineButton(message, one))),
    );
    return element('div', { class: 'inline-keyboard' }, ...nodes);
  }

  #inlineButton(message: Message, given: InlineButton): HTMLElement {
    const label = element('span', { dir: 'auto' }, given.text);
    const address = given.url ?? given.web_app?.url;
    const href = address === undefined ? undefined : safeLink(address);
    if (href !== undefined) {
      const attributes = { class: 'inline-button', href, title: href, target: '_blank', rel: 'noopener noreferrer' };
      return element('a', attributes, label, icon(given.url === undefined ? 'web' : 'link'));
    }
    const data = given.callback_data;
    const waiting = data !== undefined && this.#actions.isWaiting(message.message_id, data);
    const attributes = {
      class: `inline-button${waiting ? ' waiting' : ''}`,
      'aria-busy': String(waiting),
      'data-data': data,
    };
    return button(attributes, label, () => {
      if (data !== undefined) this.#actions.press(this.message, data);
      else if (given.copy_text !== undefined) void navigator.clipboard.writeText(given.copy_text.text);
    });
  }
}

const fileAddress = (id: string): string => `/simulator/files/${encodeURIComponent(id)}`;

function replyQuote(original: Message | undefined): HTMLElement | undefined {
  if (original === undefined) return undefined;
  return element('div', { class: 'reply', dir: 'auto' }, summary(original));
}

function documentNode(document: DocumentInfo | undefined): HTMLElement | undefined {
  if (document === undefined) return undefined;
  const name = document.file_name ?? words.document;
  return element(
    'a',
    {
      class: 'document',
      href: fileAddress(document.file_id),
      download: name,
      'aria-label': `${words.download}: ${name}`,
    },
    element('span', { class: 'document-icon' }, icon('file')),
    element(
      'span',
      { class: 'document-name' },
      element('bdi', {}, name),
      element('small', {}, formatBytes(document.file_size ?? 0)),
    ),
  );
}

function contactNode({ contact, location }: Message): HTMLElement | undefined {
  if (contact !== undefined) {
    const name = [contact.first_name, contact.last_name].join(' ');
    return element('div', { class: 'card' }, icon('person'), element('span', {}, `${name}\n${contact.phone_number}`));
  }
  if (location === undefined) return undefined;
  const place = `${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}`;
  return element('div', { class: 'card' }, icon('place'), element('span', {}, `${words.location}\n${place}`));
}

function stamp(message: Message): HTMLElement {
  const time = formatTime(message.date);
  return element('span', { class: 'stamp' }, message.edit_date === undefined ? time : `${words.edited} ${time}`);
}

/** One line about a message, for the list of people and for quotes. */
export function summary(message: Message): string {
  const text = message.text ?? message.caption;
  if (text !== undefined) return text;
  if (message.photo !== undefined) return words.photo;
  if (message.document !== undefined) return message.document.file_name ?? words.document;
  return message.contact === undefined ? words.location : words.contact;
}
