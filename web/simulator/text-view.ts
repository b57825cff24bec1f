import type { Entity } from '../../src/simulator/wire.ts';
import { element } from './dom.ts';
import { safeLink, toPieces, type Piece } from './rich-text.ts';
import { words } from './words.ts';

/** Entities that are an element of their own and nothing more. */
const PLAIN_TAGS = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
} as const;

const isPlain = (type: string): type is keyof typeof PLAIN_TAGS => Object.hasOwn(PLAIN_TAGS, type);

/**
 * Formatted text as nodes.
 * @param onCommand called with `/command` when one in the text is pressed
 */
export function textNodes(text: string, entities: readonly Entity[], onCommand: (command: string) => void): Node[] {
  const pieces = toPieces(text, entities);
  return pieces.map((piece, index) => pieceNode(afterBlock(pieces[index - 1], piece), onCommand));
}

/** A block ends its line by itself: the line break behind it would show as an empty line. */
function afterBlock(before: Piece | undefined, piece: Piece): Piece {
  const isBlock =
    typeof before === 'object' && ['pre', 'blockquote', 'expandable_blockquote'].includes(before.entity.type);
  return isBlock && typeof piece === 'string' && piece.startsWith('\n') ? piece.slice(1) : piece;
}

function pieceNode(piece: Piece, onCommand: (command: string) => void): Node {
  if (typeof piece === 'string') return document.createTextNode(piece);
  const { entity } = piece;
  const children = piece.children.map((child) => pieceNode(child, onCommand));
  const text = plainText(piece);
  if (isPlain(entity.type)) return element(PLAIN_TAGS[entity.type], {}, ...children);
  switch (entity.type) {
    case 'pre':
      return element('pre', { 'data-language': entity.language }, element('code', {}, ...children));
    case 'text_link':
      return link(entity.url ?? '', children);
    case 'url':
      return link(text, children);
    case 'email':
    case 'mention':
    case 'hashtag':
      return element('span', { class: 'mark' }, ...children);
    case 'bot_command':
      return command(text, onCommand);
    case 'spoiler':
      return spoiler(children);
    default:
      return element('span', {}, ...children);
  }
}

function plainText(piece: Piece): string {
  return typeof piece === 'string' ? piece : piece.children.map(plainText).join('');
}

function link(address: string, children: readonly Node[]): HTMLElement {
  const href = safeLink(address);
  if (href === undefined) return element('span', {}, ...children);
  return element('a', { href, title: href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

function command(text: string, onCommand: (command: string) => void): HTMLElement {
  const node = element('button', { type: 'button', class: 'mark command' }, text);
  node.addEventListener('click', () => onCommand(text));
  return node;
}

function spoiler(children: readonly Node[]): HTMLElement {
  const inside = element('span', { class: 'hidden-text', 'aria-hidden': 'true' }, ...children);
  const node = element('span', { class: 'spoiler', role: 'button', tabindex: 0, 'aria-label': words.spoiler }, inside);
  const reveal = (): void => {
    node.classList.add('revealed');
    for (const name of ['role', 'tabindex', 'aria-label']) node.removeAttribute(name);
    inside.removeAttribute('aria-hidden');
  };
  node.addEventListener('click', reveal);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') reveal();
  });
  return node;
}
