import { formats as order, isSame, keyOf, type Format, type Piece } from './pieces.ts';
import { splitTemplates } from './templates.ts';

/** Telegram's HTML of a text: each format opened once for as far as it goes, and closed in its place. */
export function writeTelegramHtml(pieces: readonly Piece[]): string {
  const ends = endsOf(pieces);
  const open: Format[] = [];
  let html = '';
  const close = (from: number) => {
    for (const format of open.splice(from).toReversed()) html += tagsOf(format)[1];
  };
  for (const [index, piece] of pieces.entries()) {
    const endOf = (format: Format) => ends[index]?.get(keyOf(format)) ?? index;
    const isWanted = (format: Format) => piece.formats.some((each) => isSame(each, format));
    const over = open.findIndex((format) => !isWanted(format));
    if (over !== -1) close(over);
    const isOpen = (format: Format) => open.some((each) => isSame(each, format));
    const fresh = piece.formats.filter((format) => !isOpen(format));
    // A quotation is never broken in two: what ends before it does is closed, and opened anew inside it.
    const shorter = open.findIndex((format) =>
      fresh.some((each) => wholeness(each) > wholeness(format) && endOf(each) > endOf(format)),
    );
    if (shorter !== -1) {
      fresh.push(...open.slice(shorter));
      close(shorter);
    }
    for (const format of fresh.toSorted((one, other) => endOf(other) - endOf(one) || rank(one) - rank(other))) {
      html += tagsOf(format)[0];
      open.push(format);
    }
    html += sourceOf(piece, pieces[index + 1]);
  }
  close(0);
  return html;
}

/** Of words without formatting. */
export function writePlain(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** What is broken in two only for the sake of something that ranks higher. */
function wholeness({ type }: Format): number {
  if (type === 'quote' || type === 'pre') return 2;
  return type === 'link' ? 1 : 0;
}

/** Of two that end together the one that is written around the other comes first. */
const rank = ({ type }: Format) => order.indexOf(type);

/** For each piece, behind which one each of its formats ends. */
function endsOf(pieces: readonly Piece[]): readonly ReadonlyMap<string, number>[] {
  const ends: Map<string, number>[] = [];
  for (let index = pieces.length - 1; index >= 0; index -= 1) {
    const after = ends[index + 1];
    const keys = pieces[index]?.formats.map(keyOf) ?? [];
    ends[index] = new Map(keys.map((key) => [key, after?.get(key) ?? index + 1]));
  }
  return ends;
}

function tagsOf(format: Format): readonly [string, string] {
  switch (format.type) {
    case 'link':
      return [`<a href="${escapeAround(format.href)}">`, '</a>'];
    case 'code':
      return ['<code>', '</code>'];
    case 'quote':
      return [format.isExpandable ? '<blockquote expandable>' : '<blockquote>', '</blockquote>'];
    case 'pre':
      return format.language === null
        ? ['<pre>', '</pre>']
        : [`<pre><code class="language-${escapeAround(format.language)}">`, '</code></pre>'];
    default:
      return [format.tag === 'span' ? '<span class="tg-spoiler">' : `<${format.tag}>`, `</${format.tag}>`];
  }
}

function sourceOf(piece: Piece, next: Piece | undefined): string {
  if (piece.kind === 'chip') return piece.text;
  if (piece.kind === 'emoji') return `<tg-emoji emoji-id="${piece.id}">${escapeText(piece.text)}</tg-emoji>`;
  const text = escapeText(piece.text);
  // A brace before a value would be taken for its beginning.
  return next !== undefined && /^[{%]/.test(next.text) ? text.replace(/\{$/, '&#123;') : text;
}

function escapeText(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  // Two braces that were written as letters stay letters.
  return escaped.replaceAll(/\{(?=[{%])/g, '&#123;');
}

/** Of an attribute: what is in a template stays as it is. */
function escapeAround(value: string): string {
  return splitTemplates(value)
    .map(({ isTemplate, text }) => (isTemplate ? text : escapeText(text).replaceAll('"', '&quot;')))
    .join('');
}
