import type { Format, Piece } from './pieces.ts';
import { splitTemplates, templateAt, templateSource } from './templates.ts';

/** Why a text can only be changed as source. */
export type ReadFault = 'tag' | 'attribute' | 'nesting' | 'unclosed' | 'sign' | 'template';

export type ReadText =
  | { readonly ok: true; readonly pieces: readonly Piece[] }
  /** `offset` in UTF-16 units of the source. */
  | { readonly ok: false; readonly fault: ReadFault; readonly offset: number };

const within = (quote: string) => `${quote}(?:${templateSource}|\\{(?![{%])|[^${quote}<{])*${quote}`;
const attributeValue = `(?:${within('"')}|${within("'")}|[a-zA-Z0-9.-]+(?=[\\s>]))`;
const tagPattern = new RegExp(
  `<(/)?([a-zA-Z][a-zA-Z0-9-]*)((?:\\s+[a-zA-Z-]+(?:\\s*=\\s*${attributeValue})?)*)\\s*>`,
  'y',
);
const attributePattern = new RegExp(`([a-zA-Z-]+)(?:\\s*=\\s*(${attributeValue}))?`, 'g');
const entity = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?/g;
const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface Open {
  readonly name: string;
  readonly offset: number;
  /** Nothing: its element says something about another, as the language of a block of code. */
  readonly format: Format | null;
}

/**
 * Reads Telegram's HTML with its templates. What it does not know is refused rather than lost: who changes such a text
 * does so in its source. Whether Telegram would take it is for the check to say.
 */
export function readTelegramHtml(html: string): ReadText {
  const pieces: Piece[] = [];
  const open: Open[] = [];
  let position = 0;
  const formats = () => open.flatMap(({ format }) => (format === null ? [] : [format]));
  const refuse = (fault: ReadFault, offset = position): ReadText => ({ ok: false, fault, offset });
  while (position < html.length) {
    const template = html[position] === '{' ? templateAt(html, position) : '';
    if (template !== '') {
      pieces.push({ kind: 'chip', text: template, formats: formats() });
      position += template.length;
    } else if (/^\{[{%]/.test(html.slice(position, position + 2))) {
      return refuse('template');
    } else if (html[position] === '<') {
      tagPattern.lastIndex = position;
      const [source, slash, rawName = '', rawAttributes = ''] = tagPattern.exec(html) ?? [];
      if (source === undefined) return refuse('sign');
      const name = rawName.toLowerCase();
      if (slash !== undefined) {
        if (open.at(-1)?.name !== name) return refuse('nesting');
        open.pop();
      } else if (name === 'tg-emoji') {
        const emoji = readEmoji(html, position, source, attributesOf(rawAttributes));
        if (emoji === null) return refuse('attribute');
        pieces.push({ kind: 'emoji', id: emoji.id, text: emoji.text, formats: formats() });
        position = emoji.end;
        continue;
      } else {
        const format = formatOf(name, attributesOf(rawAttributes), position);
        if (format === undefined) return refuse(Object.hasOwn(makers, name) ? 'attribute' : 'tag');
        const inner = nameLanguage(open, format, html.slice(0, position));
        if (inner === undefined) return refuse('attribute');
        open.push({ name, offset: position, format: inner });
      }
      position += source.length;
    } else {
      const end = textEnd(html, position);
      pieces.push({ kind: 'text', text: decode(html.slice(position, end)), formats: formats() });
      position = end;
    }
  }
  const left = open.at(-1);
  return left === undefined ? { ok: true, pieces } : refuse('unclosed', left.offset);
}

/** Of words without formatting, such as the label of a button. */
export function readPlain(source: string): readonly Piece[] {
  return splitTemplates(source).map(({ isTemplate, text }) => ({
    kind: isTemplate ? 'chip' : 'text',
    text,
    formats: [],
  }));
}

function textEnd(html: string, from: number): number {
  let end = from;
  while (end < html.length && html[end] !== '<' && !(html[end] === '{' && /[{%]/.test(html[end + 1] ?? ''))) end += 1;
  return end;
}

type Attributes = ReadonlyMap<string, string>;
type Maker = (attributes: Attributes, number: number, tag: string) => Format | undefined;

const bare =
  (type: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'): Maker =>
  ({ size }, _, tag) =>
    size === 0 ? { type, tag } : undefined;

const makers: Readonly<Record<string, Maker>> = {
  b: bare('bold'),
  strong: bare('bold'),
  i: bare('italic'),
  em: bare('italic'),
  u: bare('underline'),
  ins: bare('underline'),
  s: bare('strike'),
  strike: bare('strike'),
  del: bare('strike'),
  'tg-spoiler': bare('spoiler'),
  span: (attributes, _, tag) =>
    attributes.size === 1 && attributes.get('class') === 'tg-spoiler' ? { type: 'spoiler', tag } : undefined,
  a(attributes) {
    const href = attributes.get('href');
    return attributes.size === 1 && href !== undefined ? { type: 'link', href } : undefined;
  },
  code(attributes, number) {
    if (attributes.size === 0) return { type: 'code' };
    const [, language] = /^language-(.+)$/.exec(attributes.get('class') ?? '') ?? [];
    return attributes.size === 1 && language !== undefined ? { type: 'pre', language, number } : undefined;
  },
  pre: ({ size }, number) => (size === 0 ? { type: 'pre', language: null, number } : undefined),
  blockquote(attributes, number) {
    const isExpandable = attributes.has('expandable');
    const isKnown = attributes.size === (isExpandable ? 1 : 0) && (attributes.get('expandable') ?? '') === '';
    return isKnown ? { type: 'quote', isExpandable, number } : undefined;
  },
};

function formatOf(name: string, attributes: Attributes, number: number): Format | undefined {
  return Object.hasOwn(makers, name) ? makers[name]?.(attributes, number, name) : undefined;
}

/**
 * A block of code says its language in an element of its own, at its very beginning: that language becomes the block's.
 * @returns what the element itself adds; undefined where a language is named anywhere else
 */
function nameLanguage(open: Open[], format: Format, before: string): Format | null | undefined {
  if (format.type !== 'pre' || format.language === null) return format;
  const outer = open.at(-1);
  if (outer?.name !== 'pre' || outer.format?.type !== 'pre' || !/<pre\s*>$/i.test(before)) return undefined;
  open[open.length - 1] = { ...outer, format: { ...outer.format, language: format.language } };
  return null;
}

function readEmoji(
  html: string,
  position: number,
  source: string,
  attributes: Attributes,
): { readonly id: string; readonly text: string; readonly end: number } | null {
  const id = attributes.get('emoji-id') ?? '';
  const [inside, text = ''] = /^([^<]*)<\/tg-emoji\s*>/i.exec(html.slice(position + source.length)) ?? [];
  if (attributes.size !== 1 || !/^\d{1,20}$/.test(id) || inside === undefined || /\{[{%]/.test(text)) return null;
  return { id, text: decode(text), end: position + source.length + inside.length };
}

function attributesOf(source: string): Attributes {
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of source.matchAll(attributePattern)) {
    const isQuoted = value.startsWith('"') || value.startsWith("'");
    attributes.set(name.toLowerCase(), decodeAround(isQuoted ? value.slice(1, -1) : value));
  }
  return attributes;
}

/** Leaves templates as they are. */
function decodeAround(source: string): string {
  return splitTemplates(source)
    .map(({ isTemplate, text }) => (isTemplate ? text : decode(text)))
    .join('');
}

/** Telegram knows four names and every number; any other «&» is an ordinary character to it. */
function decode(source: string): string {
  return source.replace(entity, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return signs[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : whole;
  });
}
