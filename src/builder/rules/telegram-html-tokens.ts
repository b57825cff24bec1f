/** Reads Telegram's HTML by Telegram's rules, which are stricter than a browser's: an unknown tag refuses the message. */

export type HtmlFault =
  | 'unknown_tag'
  | 'unclosed_tag'
  | 'unexpected_end'
  | 'bad_tag'
  | 'bad_attribute'
  | 'bad_nesting'
  | 'unescaped_sign';

export type HtmlToken =
  | { readonly type: 'text'; readonly text: string; readonly source: string }
  | { readonly type: 'open' | 'close'; readonly name: string; readonly source: string };

export type TokenizedHtml =
  | { readonly ok: true; readonly tokens: readonly HtmlToken[] }
  | { readonly ok: false; readonly problem: HtmlFault; readonly tag: string; readonly offset: number };

type Attributes = ReadonlyMap<string, string>;
const bare = (attributes: Attributes) => attributes.size === 0;
const only = (attributes: Attributes, name: string) => attributes.size <= 1 && attributes.has(name);

/** The tags Telegram knows, and which attributes each takes. */
const TAGS: Readonly<Record<string, (attributes: Attributes) => boolean>> = {
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
  a: (attributes) => only(attributes, 'href') && attributes.get('href') !== '',
  span: (attributes) => only(attributes, 'class') && attributes.get('class') === 'tg-spoiler',
  // A language may stand on a code block: <pre><code class="language-…">.
  code: (attributes) =>
    bare(attributes) || (only(attributes, 'class') && /^language-./.test(attributes.get('class') ?? '')),
  blockquote: (attributes) => bare(attributes) || only(attributes, 'expandable'),
  'tg-emoji': (attributes) => only(attributes, 'emoji-id') && /^\d+$/.test(attributes.get('emoji-id') ?? ''),
};

const TAG = /<(\/)?([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:"[^"<]*"|'[^'<]*'|[^\s"'<>=]+))?)*)\s*>/y;
const ATTRIBUTE = /([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/g;
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));/g;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

export function tokenizeHtml(html: string): TokenizedHtml {
  const tokens: HtmlToken[] = [];
  const open: { name: string; offset: number }[] = [];
  let position = 0;
  while (position < html.length) {
    const next = html.indexOf('<', position);
    const end = next === -1 ? html.length : next;
    if (end > position) {
      const source = html.slice(position, end);
      tokens.push({ type: 'text', text: decode(source), source });
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
      const allows = Object.hasOwn(TAGS, name) ? TAGS[name] : undefined;
      if (allows === undefined) return fault('unknown_tag', name, next);
      if (!allows(attributesOf(rawAttributes))) return fault('bad_attribute', name, next);
      if (name === 'blockquote' && open.some((outer) => outer.name === 'blockquote'))
        return fault('bad_nesting', name, next);
      open.push({ name, offset: next });
      tokens.push({ type: 'open', name, source });
    } else {
      if (open.pop()?.name !== name) return fault('unexpected_end', name, next);
      tokens.push({ type: 'close', name, source });
    }
  }
  const left = open.at(-1);
  return left === undefined ? { ok: true, tokens } : fault('unclosed_tag', left.name, left.offset);
}

function fault(problem: HtmlFault, tag: string, offset: number): TokenizedHtml {
  return { ok: false, problem, tag, offset };
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
