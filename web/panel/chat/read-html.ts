import type { Entity, FormattedText } from '../../../src/simulator/wire.ts';
import { telegramTags } from '../../../src/texts/telegram-tags.ts';

/** What is filled in when the message is sent: its signs mean nothing in HTML. */
const TEMPLATES = /\{\{[^]*?\}\}|\{%[^]*?%\}/g;

/**
 * Reads Telegram's HTML for showing it, while it is being written too: what is not closed is closed, what Telegram does
 * not know shows without its tags. Whether Telegram would take it is for the check to say. The browser parses into a
 * document of its own, where nothing runs or loads, and only text and known marks are taken from there.
 */
export function readHtml(html: string): FormattedText {
  const inert = html.replaceAll(TEMPLATES, (source) => escapeSigns(source));
  const { body } = new DOMParser().parseFromString(`<body><div>${inert}</div>`, 'text/html');
  const entities: Entity[] = [];
  const text = read(body, '', entities);
  return { text, entities: entities.toSorted((one, other) => one.offset - other.offset || other.length - one.length) };
}

/** @returns the text so far with that of the node; its marks are added. */
function read(node: Node, before: string, entities: Entity[]): string {
  let text = before;
  for (const child of node.childNodes) {
    if (child instanceof Text) text += child.data;
    else if (child instanceof HTMLElement) {
      const end = read(child, text, entities);
      const entity = entityOf(child, { offset: text.length, length: end.length - text.length });
      if (entity && entity.length > 0) entities.push(entity);
      text = end;
    }
  }
  return text;
}

function entityOf(node: HTMLElement, place: Pick<Entity, 'offset' | 'length'>): Entity | null {
  const name = node.localName;
  const type = Object.hasOwn(telegramTags, name) ? telegramTags[name] : undefined;
  if (type === undefined) return null;
  if (name === 'a') return { type, ...place, url: node.getAttribute('href') ?? node.textContent };
  if (name === 'span' && !node.classList.contains('tg-spoiler')) return null;
  if (name === 'blockquote' && node.hasAttribute('expandable')) return { type: 'expandable_blockquote', ...place };
  // A block of code says its language in an element of its own.
  if (name === 'code' && node.parentElement?.localName === 'pre') return null;
  return { type, ...place };
}

function escapeSigns(source: string): string {
  return source.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
