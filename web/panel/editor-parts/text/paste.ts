/** What is pasted from elsewhere, as a text with Telegram's formatting: nothing that Telegram can show is lost. */
import type { Format, Piece } from './pieces.ts';
import { splitTemplates } from './templates.ts';

/** Of a page, Word, a document on the web or Telegram itself. Nothing in it runs or loads. */
export function readPastedHtml(html: string): readonly Piece[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const reader = new PastedReader();
  reader.read(body, [], false);
  return trimmed(reader.pieces);
}

export function readPastedText(text: string): readonly Piece[] {
  return piecesOf(text.replaceAll(/\r\n?/g, '\n'), []);
}

function piecesOf(text: string, formats: readonly Format[]): Piece[] {
  return splitTemplates(text).map(({ isTemplate, text: part }) => ({
    kind: isTemplate ? 'chip' : 'text',
    text: part,
    formats,
  }));
}

const blocks = new Set(
  'address article aside blockquote dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
const unseen = new Set(['head', 'script', 'style', 'title', 'meta', 'link', 'template', 'noscript']);

class PastedReader {
  readonly pieces: Piece[] = [];

  read(node: globalThis.Node, formats: readonly Format[], isPre: boolean): void {
    for (const child of node.childNodes) {
      if (child instanceof Text)
        this.#add(isPre ? child.data : child.data.replaceAll(/[\s\u00A0]+/g, ' '), formats, isPre);
      else if (child instanceof HTMLElement && !unseen.has(child.localName)) this.#element(child, formats, isPre);
    }
  }

  #element(element: HTMLElement, formats: readonly Format[], isPre: boolean): void {
    const { localName } = element;
    const { chip, emoji } = element.dataset;
    if (localName === 'br') this.#add('\n', formats, true);
    else if (chip !== undefined) this.#add(chip, formats, true);
    else if (emoji !== undefined) this.pieces.push({ kind: 'emoji', id: emoji, text: element.textContent, formats });
    else {
      const isBlock = blocks.has(localName);
      if (isBlock) this.#beginLine();
      if (localName === 'li') this.#add(bulletOf(element), formats, true);
      if (localName === 'td' && element.previousElementSibling) this.#add(' ', formats, true);
      const isVerbatim = isPre || localName === 'pre' || element.dataset['words'] !== undefined;
      this.read(element, withFormats(formats, formatsOf(element)), isVerbatim);
      if (isBlock) this.#beginLine();
    }
  }

  #add(text: string, formats: readonly Format[], isPre: boolean): void {
    const seen = !isPre && /(^|\s)$/.test(this.pieces.at(-1)?.text ?? '') ? text.trimStart() : text;
    if (seen !== '') this.pieces.push(...piecesOf(seen, formats));
  }

  #beginLine(): void {
    const last = this.pieces.at(-1);
    if (last !== undefined && !last.text.endsWith('\n')) this.pieces.push({ kind: 'text', text: '\n', formats: [] });
  }
}

function bulletOf(item: HTMLElement): string {
  const list = item.parentElement;
  if (list?.localName !== 'ol') return '• ';
  return `${[...list.children].indexOf(item) + 1}. `;
}

/** By the element's name and by how it looks: Word and Google's documents say it with styles. */
function formatsOf(element: HTMLElement): Format[] {
  const { localName, style, dataset, classList } = element;
  const found: Format[] = [];
  const weight = style.fontWeight === 'bold' ? 700 : Number(style.fontWeight || Number.NaN);
  const isLight = style.fontWeight === 'normal' || weight < 600;
  if ((/^(b|strong|h[1-6])$/.test(localName) && !isLight) || weight >= 600) found.push({ type: 'bold', tag: 'b' });
  const isUpright = style.fontStyle === 'normal';
  if ((/^(i|em)$/.test(localName) && !isUpright) || style.fontStyle === 'italic')
    found.push({ type: 'italic', tag: 'i' });
  const lines = `${style.textDecoration} ${style.textDecorationLine}`;
  if (/^(u|ins)$/.test(localName) || (localName !== 'a' && lines.includes('underline')))
    found.push({ type: 'underline', tag: 'u' });
  if (/^(s|strike|del)$/.test(localName) || lines.includes('line-through')) found.push({ type: 'strike', tag: 's' });
  if (localName === 'tg-spoiler' || [...classList].some((name) => /spoiler/i.test(name)))
    found.push({ type: 'spoiler', tag: 'tg-spoiler' });
  if (localName === 'pre' || dataset['format'] === 'pre')
    found.push({ type: 'pre', language: dataset['language'] ?? null, number: 0 });
  else if (/^(code|kbd|samp|tt)$/.test(localName) && element.closest('pre') === null) found.push({ type: 'code' });
  if (localName === 'blockquote' || dataset['format'] === 'quote')
    found.push({ type: 'quote', isExpandable: dataset['expandable'] !== undefined, number: 0 });
  const href =
    localName === 'a' ? (element.getAttribute('href') ?? '') : dataset['format'] === 'link' ? element.title : '';
  if (/^(https?|tg|mailto):|\{\{/.test(href)) found.push({ type: 'link', href });
  return found;
}

/** Of each kind the inner one counts. */
function withFormats(outer: readonly Format[], inner: readonly Format[]): readonly Format[] {
  return [...outer.filter(({ type }) => inner.every((each) => each.type !== type)), ...inner];
}

const isBlank = ({ kind, text }: Piece) => kind === 'text' && text.trim() === '';

/** Without the lines that blocks left before and behind. */
function trimmed(pieces: readonly Piece[]): readonly Piece[] {
  const begin = pieces.findIndex((piece) => !isBlank(piece));
  const end = pieces.findLastIndex((piece) => !isBlank(piece));
  // A text that is only a space is meant.
  return begin === -1 ? pieces.slice(0, 1) : pieces.slice(begin, end + 1);
}
