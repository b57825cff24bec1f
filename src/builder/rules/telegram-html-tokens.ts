/** Reads Telegram's HTML by Telegram's rules, which are stricter than a browser's: an unknown tag refuses the message. */

export type HtmlFault =
  | 'unknown_tag'
  | 'unclosed_tag'
  | 'unexpected_end'
  | 'bad_tag'
  | 'bad_attribute'
  | 'bad_nesting'
  | 'unescaped_sign';

/** What Telegram takes and shows otherwise than it is written. */
export interface HtmlNote {
  readonly what: 'unknown_entity' | 'bad_link' | 'ignored_attribute' | 'ignored_tag';
  readonly tag: string;
  /** The entity, address or attribute. */
  readonly value: string;
}

export type HtmlToken =
  | { readonly type: 'text'; readonly text: string; readonly source: string }
  | { readonly type: 'open' | 'close'; readonly name: string; readonly source: string };

export type TokenizedHtml =
  | { readonly ok: true; readonly tokens: readonly HtmlToken[]; readonly notes: readonly HtmlNote[] }
  | { readonly ok: false; readonly problem: HtmlFault; readonly tag: string; readonly offset: number };

type Attributes = ReadonlyMap<string, string>;

interface Tag {
  readonly attributes: readonly string[];
  /** Whether Telegram takes the tag with these. */
  accepts?(attributes: Attributes): boolean;
}
const bare: Tag = { attributes: [] };

/** The tags Telegram knows, and the attributes that mean something to it. */
const TAGS: Readonly<Record<string, Tag>> = {
  b: bare,
  strong: bare,
  i: bare,
  em: bare,
  u: bare,
  ins: bare,
  s: bare,
  strike: bare,
  del: bare,
  pre: bare,
  'tg-spoiler': bare,
  a: { attributes: ['href'], accepts: (attributes) => attributes.has('href') },
  span: { attributes: ['class'], accepts: (attributes) => attributes.get('class') === 'tg-spoiler' },
  // A language may stand on a code block: <pre><code class="language-…">.
  code: { attributes: ['class'] },
  blockquote: { attributes: ['expandable'] },
  'tg-emoji': {
    attributes: ['emoji-id'],
    accepts: (attributes) => /^\d{1,20}$/.test(attributes.get('emoji-id') ?? ''),
  },
};

// Without quotes Telegram takes letters, digits, dots and hyphens only.
const TAG =
  /<(\/)?([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:"[^"<]*"|'[^'<]*'|[a-zA-Z0-9.-]+(?=[\s>])))?)*)\s*>/y;
const ATTRIBUTE = /([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([a-zA-Z0-9.-]+)))?/g;
/** The semicolon may be missing: Telegram is that lenient. */
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?/g;
/** What looks like an entity of HTML. */
const NAMED_ENTITY = /&([a-zA-Z][a-zA-Z0-9]{1,30});/g;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** Tags that Telegram takes wherever they stand, as they are. */
const BARE: ReadonlySet<string> = new Set(Object.keys(TAGS).filter((name) => TAGS[name] === bare));

/**
 * Whether it is sound for certain: text with bare tags in their places, as nearly every message is. Of anything else
 * only `tokenizeHtml` knows, which takes ten times as long.
 */
export function isPlainHtml(html: string): boolean {
  let open: string[] | undefined;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    const end = html.indexOf('>', at);
    if (end === -1) return false;
    const closes = html.charAt(at + 1) === '/';
    const name = html.slice(closes ? at + 2 : at + 1, end);
    if (closes) {
      if (open?.pop() !== name) return false;
    } else {
      if (!BARE.has(name)) return false;
      (open ??= []).push(name);
    }
  }
  return open === undefined || open.length === 0;
}

/** Text and tags, each tag closed in its place; the first thing that Telegram would refuse ends it. */
export function tokenizeHtml(html: string): TokenizedHtml {
  const tokens: HtmlToken[] = [];
  const notes: HtmlNote[] = [];
  const open: { name: string; offset: number }[] = [];
  /** How many of each name are open. */
  const within = new Map<string, number>();
  let position = 0;
  while (position < html.length) {
    const next = html.indexOf('<', position);
    const end = next === -1 ? html.length : next;
    if (end > position) {
      const source = html.slice(position, end);
      tokens.push({ type: 'text', text: decode(source), source });
      notes.push(...unknownEntities(source));
    }
    position = end;
    if (next === -1) break;
    TAG.lastIndex = next;
    const tag = TAG.exec(html);
    if (tag === null)
      return fault(/^<\/?[a-zA-Z]/.test(html.slice(next, next + 3)) ? 'bad_tag' : 'unescaped_sign', '', next);
    const [source, slash, rawName = '', rawAttributes = ''] = tag;
    const name = rawName.toLowerCase();
    position = next + source.length;
    if (slash === undefined) {
      const known = Object.hasOwn(TAGS, name) ? TAGS[name] : undefined;
      if (known === undefined) return fault('unknown_tag', name, next);
      const attributes = attributesOf(rawAttributes);
      if (known.accepts?.(attributes) === false) return fault('bad_attribute', name, next);
      notes.push(...notesOf(name, known, attributes));
      const around = losing(name, within);
      if (around !== undefined) notes.push({ what: 'ignored_tag', tag: name, value: around });
      within.set(name, (within.get(name) ?? 0) + 1);
      if (name === 'blockquote' && (within.get(name) ?? 0) > 1) return fault('bad_nesting', name, next);
      open.push({ name, offset: next });
      tokens.push({ type: 'open', name, source });
    } else {
      if (open.pop()?.name !== name) return fault('unexpected_end', name, next);
      within.set(name, (within.get(name) ?? 0) - 1);
      tokens.push({ type: 'close', name, source });
    }
  }
  const left = open.at(-1);
  return left === undefined ? { ok: true, tokens, notes } : fault('unclosed_tag', left.name, left.offset);
}

function fault(problem: HtmlFault, tag: string, offset: number): TokenizedHtml {
  return { ok: false, problem, tag, offset };
}

/** The open tag inside which one is lost: nothing is formatted inside code, and no link lies in another. */
function losing(name: string, within: ReadonlyMap<string, number>): string | undefined {
  const isIn = (tag: string) => (within.get(tag) ?? 0) > 0;
  if (isIn('code')) return 'code';
  if (isIn('pre') && name !== 'code') return 'pre';
  return name === 'a' && isIn('a') ? 'a' : undefined;
}

function notesOf(tag: string, known: Tag, attributes: Attributes): HtmlNote[] {
  const notes: HtmlNote[] = [];
  for (const [name, value] of attributes) {
    const isKnown = known.attributes.includes(name) && (tag !== 'code' || /^language-./.test(value));
    if (!isKnown) notes.push({ what: 'ignored_attribute', tag, value: name });
    if (tag === 'a' && name === 'href' && !isLink(value)) notes.push({ what: 'bad_link', tag, value });
  }
  return notes;
}

/** Whether Telegram makes it a link; of anything else it shows the text alone. */
function isLink(value: string): boolean {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(value) ? value : `http://${value}`);
  if (url === null || value.trim() === '') return false;
  if (url.protocol === 'tg:' || url.protocol === 'ton:') return true;
  return /^https?:$/.test(url.protocol) && (url.hostname.includes('.') || url.hostname.startsWith('['));
}

function unknownEntities(source: string): HtmlNote[] {
  if (!source.includes('&')) return [];
  return [...source.matchAll(NAMED_ENTITY)].flatMap(([entity, name = '']): HtmlNote[] =>
    Object.hasOwn(NAMED, name) ? [] : [{ what: 'unknown_entity', tag: '', value: entity }],
  );
}

function attributesOf(source: string): Attributes {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, plain] of source.matchAll(ATTRIBUTE)) {
    attributes.set(name.toLowerCase(), decode(double ?? single ?? plain ?? ''));
  }
  return attributes;
}

/** Telegram knows four names and every number; any other «&» is an ordinary character to it. */
function decode(source: string): string {
  if (!source.includes('&')) return source;
  return source.replace(ENTITY, (entity, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? entity;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    const valid = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return valid ? String.fromCodePoint(code) : entity;
  });
}
