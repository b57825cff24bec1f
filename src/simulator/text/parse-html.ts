import { telegramTags } from '../../texts/telegram-tags.ts';
import type { Entity, FormattedText } from '../wire.ts';
import { badRequest, type Refusal } from '../refusal.ts';

const NAMED_CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
/** The semicolon is optional: Telegram is that lenient. */
const CHARACTER_REFERENCE = /&(?:(lt|gt|amp|quot)|#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7})));?/y;
const ATTRIBUTE_NAME = /[^\s=>/"']*/y;
const NAME_TOKEN = /[A-Za-z0-9.-]*/y;
const SPACES = /\s*/y;

interface OpenTag {
  readonly name: string;
  readonly argument: string;
  /** Where its text begins, in UTF-16 units of the result. */
  readonly offset: number;
}

interface StartTag {
  readonly name: string;
  readonly argument: string;
  readonly end: number;
}

/**
 * Parses Telegram's HTML into text and entities. Tags that enclose nothing leave no entity.
 * @throws Refusal 400 with Telegram's own words for broken markup; offsets in them count UTF-8 bytes
 */
export function parseHtml(html: string): FormattedText {
  const entities: Entity[] = [];
  const open: OpenTag[] = [];
  let text = '';
  let at = 0;
  while (at < html.length) {
    const sign = html.charAt(at);
    if (sign === '&') {
      const [character, end] = readCharacter(html, at);
      text += character;
      at = end;
    } else if (sign !== '<') {
      // Runs of plain text are taken whole: most of a message is one.
      const end = nextSpecial(html, at);
      text += html.slice(at, end);
      at = end;
    } else if (html.charAt(at + 1) === '/') {
      const last = open.pop();
      if (last === undefined) throw broken(html, at, 'Unexpected end tag');
      at = readEndTag(html, at, last.name);
      close(last, text, entities);
    } else {
      const tag = readStartTag(html, at);
      open.push({ name: tag.name, argument: tag.argument, offset: text.length });
      at = tag.end;
    }
  }
  const unclosed = open.pop();
  if (unclosed !== undefined) {
    throw badRequest(`can't parse entities: Can't find end tag corresponding to start tag "${unclosed.name}"`);
  }
  return { text, entities };
}

function broken(html: string, at: number, words: string, after = ''): Refusal {
  const offset = Buffer.byteLength(html.slice(0, at));
  return badRequest(`can't parse entities: ${words} at byte offset ${offset}${after}`);
}

function nextSpecial(html: string, from: number): number {
  let at = from;
  while (at < html.length && html.charCodeAt(at) !== 38 && html.charCodeAt(at) !== 60) at += 1;
  return at;
}

/** The character a reference at `at` stands for and where it ends; the `&` itself where it is no reference. */
function readCharacter(html: string, at: number): [string, number] {
  CHARACTER_REFERENCE.lastIndex = at;
  const match = CHARACTER_REFERENCE.exec(html);
  if (match === null) return ['&', at + 1];
  const [, named, hex, decimal] = match;
  if (named !== undefined) return [NAMED_CHARACTERS[named] ?? '&', CHARACTER_REFERENCE.lastIndex];
  const code = hex === undefined ? Number.parseInt(decimal ?? '0', 10) : Number.parseInt(hex, 16);
  const isCharacter = code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff);
  return isCharacter ? [String.fromCodePoint(code), CHARACTER_REFERENCE.lastIndex] : ['&', at + 1];
}

/** Where a run of what the pattern takes ends. */
function skip(pattern: RegExp, html: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(html);
  return pattern.lastIndex;
}

function readEndTag(html: string, start: number, expected: string): number {
  let nameEnd = start + 2;
  while (nameEnd < html.length && !/[\s>]/.test(html.charAt(nameEnd))) nameEnd += 1;
  const name = html.slice(start + 2, nameEnd).toLowerCase();
  const end = skip(SPACES, html, nameEnd);
  if (html.charAt(end) !== '>') throw broken(html, start, 'Unclosed end tag');
  if (name !== '' && name !== expected) {
    throw broken(html, start, 'Unmatched end tag', `, expected "</${expected}>", found "</${name}>"`);
  }
  return end + 1;
}

function readStartTag(html: string, start: number): StartTag {
  let at = start + 1;
  while (at < html.length && !/[\s>]/.test(html.charAt(at))) at += 1;
  if (at >= html.length) throw broken(html, start, 'Unclosed start tag');
  const name = html.slice(start + 1, at).toLowerCase();
  if (!Object.hasOwn(telegramTags, name)) throw broken(html, start, `Unsupported start tag "${name}"`);
  let argument = '';
  for (;;) {
    at = skip(SPACES, html, at);
    if (at >= html.length) throw broken(html, start, 'Unclosed start tag');
    if (html.charAt(at) === '>') break;
    const nameEnd = skip(ATTRIBUTE_NAME, html, at);
    if (nameEnd === at) throw broken(html, start, `Empty attribute name in the tag "${name}"`);
    const attribute = html.slice(at, nameEnd).toLowerCase();
    at = skip(SPACES, html, nameEnd);
    let value = '';
    if (html.charAt(at) === '=') {
      [value, at] = readValue(html, skip(SPACES, html, at + 1), start);
    }
    argument = argumentOf(name, attribute, value) ?? argument;
  }
  if (name === 'span' && argument !== 'spoiler') {
    throw broken(html, start, 'Tag "span" must have class "tg-spoiler"');
  }
  return { name, argument, end: at + 1 };
}

/** An attribute's value at `at`, quoted or bare, and where it ends. */
function readValue(html: string, at: number, tagStart: number): [string, number] {
  const quote = html.charAt(at);
  if (quote !== '"' && quote !== "'") {
    const end = skip(NAME_TOKEN, html, at);
    if (end >= html.length) throw broken(html, tagStart, 'Unclosed start tag');
    if (!/[\s>]/.test(html.charAt(end))) throw broken(html, at, 'Unexpected end of name token');
    return [html.slice(at, end).toLowerCase(), end];
  }
  let value = '';
  let cursor = at + 1;
  while (cursor < html.length && html.charAt(cursor) !== quote) {
    if (html.charAt(cursor) === '&') {
      const [character, end] = readCharacter(html, cursor);
      value += character;
      cursor = end;
    } else {
      value += html.charAt(cursor);
      cursor += 1;
    }
  }
  if (cursor + 1 >= html.length) throw broken(html, tagStart, 'Unclosed start tag');
  return [value, cursor + 1];
}

/** What an attribute means for its tag; `undefined` where it means nothing, which Telegram passes over. */
function argumentOf(tag: string, attribute: string, value: string): string | undefined {
  if (tag === 'a' && attribute === 'href') return value;
  if (tag === 'code' && attribute === 'class' && value.startsWith('language-')) return value.slice(9);
  if (tag === 'span' && attribute === 'class' && value.startsWith('tg-')) return value.slice(3);
  if (tag === 'blockquote' && attribute === 'expandable') return 'expandable';
  return undefined;
}

/** Adds the entity of a tag that ends here; `text` is the result so far. */
function close(tag: OpenTag, text: string, entities: Entity[]): void {
  const place = { offset: tag.offset, length: text.length - tag.offset };
  if (place.length === 0 || tag.name === 'tg-emoji') return;
  const type = telegramTags[tag.name] ?? tag.name;
  if (tag.name === 'a') {
    const url = checkedLink(tag.argument === '' ? text.slice(tag.offset) : tag.argument);
    if (url !== undefined) entities.push({ type, ...place, url });
  } else if (tag.name === 'code') {
    entities.push({ type, ...place, ...(tag.argument === '' ? {} : { language: tag.argument }) });
  } else if (tag.name === 'pre') {
    const inner = entities.at(-1);
    const wraps = inner?.type === 'code' && inner.offset === place.offset && inner.length === place.length;
    if (wraps) entities.pop();
    entities.push({ type, ...place, ...(wraps && inner.language !== undefined ? { language: inner.language } : {}) });
  } else if (tag.argument === 'expandable') {
    entities.push({ type: 'expandable_blockquote', ...place });
  } else {
    entities.push({ type, ...place });
  }
}

/** A link as Telegram keeps it; `undefined` where it is none, and then the text stays without a link. */
export function checkedLink(link: string): string | undefined {
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(link) ? link : `http://${link}`;
  const url = URL.parse(withScheme);
  if (url === null) return undefined;
  if (url.protocol === 'tg:') return url.href;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  return url.hostname.includes('.') || url.hostname.startsWith('[') ? url.href : undefined;
}
