/** Putting Telegram’s HTML right where a machine can: what the check calls broken. */

/** What Telegram knows. */
const known = new Set(
  'a b strong i em u ins s strike del code pre span blockquote tg-spoiler tg-emoji tg-time'.split(' '),
);

/** Templates, tags, and single signs; what is between them is text. */
const tokens = /\{\{[^]*?\}\}|\{%[^]*?%\}|<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?>|<|&(?:\w+|#\w+);|[^<{&]|[{&]/gi;

/** Closes what is not closed, takes away what Telegram does not know, writes a single «<» as `&lt;`. */
export function mendHtml(html: string): string {
  const open: string[] = [];
  let mended = '';
  for (const [token] of html.matchAll(tokens)) {
    const tag = tagOf(token);
    if (tag === null) mended += token === '<' ? '&lt;' : token;
    else if (!known.has(tag.name)) continue;
    else if (!tag.isEnd) {
      open.push(tag.name);
      mended += token;
    } else if (open.includes(tag.name)) mended += closedDownTo(open, tag.name);
  }
  return mended + open.toReversed().map(endOf).join('');
}

/**
 * The first so many characters as Telegram counts them, with all that is open closed again. Values of templates count
 * as what is written for them.
 *
 * @param most UTF-16 units.
 */
export function cutHtml(html: string, most: number): string {
  const open: string[] = [];
  let cut = '';
  let left = most - 1;
  for (const [token] of html.matchAll(tokens)) {
    const tag = tagOf(token);
    if (tag !== null) {
      if (!tag.isEnd) open.push(tag.name);
      else if (open.includes(tag.name)) {
        cut += closedDownTo(open, tag.name);
        continue;
      } else continue;
      cut += token;
      continue;
    }
    const length = token.startsWith('&') && token.length > 1 ? 1 : token.length;
    if (length > left) return `${cut.trimEnd()}…${open.toReversed().map(endOf).join('')}`;
    left -= length;
    cut += token;
  }
  return cut;
}

/** Without any tags: where formatting cannot be. */
export function withoutTags(html: string): string {
  return html.replaceAll(/<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?>/gi, '');
}

function tagOf(token: string): { readonly name: string; readonly isEnd: boolean } | null {
  const [, end, name] = /^<(\/?)([a-z][a-z0-9-]*)[^]*>$/i.exec(token) ?? [];
  return name === undefined ? null : { name: name.toLowerCase(), isEnd: end === '/' };
}

/** The ends of everything that was opened since this tag, and its own. */
function closedDownTo(open: string[], name: string): string {
  const index = open.lastIndexOf(name);
  return open.splice(index).toReversed().map(endOf).join('');
}

function endOf(name: string): string {
  return `</${name}>`;
}
