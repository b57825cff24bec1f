import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkHtml } from '../../../../src/builder/rules/telegram-html.ts';
import { isRecord } from '../../../../src/platform/is-record.ts';
import { fromDocument, toDocument } from './document.ts';
import { keyOf, lengthOf, type Format, type Piece } from './pieces.ts';
import { readPlain, readTelegramHtml } from './read-telegram-html.ts';
import { writePlain, writeTelegramHtml } from './write-telegram-html.ts';

/** Through the editor and back, changing nothing. */
function throughEditor(html: string): string {
  const read = readTelegramHtml(html);
  if (!read.ok) throw new Error(`${read.fault} at ${read.offset}: ${html}`);
  return writeTelegramHtml(fromDocument(toDocument(read.pieces)));
}

/** Every text of the document, whatever it is a text of. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isRecord(value) ? Object.values(value).flatMap(textsOf) : [];
}

/** Each letter with what it looks like, however the pieces were cut. */
function lettersOf(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) => {
    const looks = piece.formats.map((format) => keyOf('number' in format ? { ...format, number: 0 } : format));
    const tail = `${piece.kind} ${looks.toSorted().join()}`;
    return piece.kind === 'text'
      ? Array.from(piece.text).map((letter) => `${letter} ${tail}`)
      : [`${piece.text} ${tail}`];
  });
}

const format: fc.Arbitrary<Format> = fc.oneof(
  fc.constantFrom<Format>(
    { type: 'bold', tag: 'b' },
    { type: 'italic', tag: 'em' },
    { type: 'underline', tag: 'u' },
    { type: 'strike', tag: 'del' },
    { type: 'spoiler', tag: 'span' },
    { type: 'code' },
    { type: 'quote', isExpandable: true, number: 0 },
    { type: 'pre', language: 'c++', number: 0 },
    { type: 'pre', language: null, number: 0 },
  ),
  fc.string().map((words): Format => ({ type: 'link', href: `https://example.org/?q="${words}&{{ file.link }}` })),
);
const oneOfEachType = fc.uniqueArray(format, { selector: ({ type }) => type, maxLength: 4 });
const letters = fc.string({
  minLength: 1,
  unit: fc.constantFrom('a', '&', '<', '>', '"', '{', '%', '}', '\n', '🦊', 'ё'),
});
const chips = fc.constantFrom(
  '{{ user.first_name }}',
  '{% if a > 1 %}',
  '{% raw %}{{ <b> }}{% endraw %}',
  '{{ "</b>" }}',
);
const piece: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('text'), text: letters, formats: oneOfEachType }) },
  fc.record({ kind: fc.constant('chip'), text: chips, formats: oneOfEachType }),
  fc.record({
    kind: fc.constant('emoji'),
    id: fc.constant('5368324170671202286'),
    text: fc.constant('👍'),
    formats: oneOfEachType,
  }),
);

describe('a text with formatting, through the editor', () => {
  const shipped: unknown = parse(readFileSync(new URL('../../../../config/default.yaml', import.meta.url), 'utf8'));

  it('C4 comes back to the letter, of the shipped configuration', () => {
    const texts = textsOf(shipped);
    expect(texts.length).toBeGreaterThan(300);
    for (const text of texts) expect(throughEditor(text)).toBe(text);
  });

  it.each([
    '<strong>a</strong><b>b</b>',
    '<b>a <i>b</i></b><i> c</i>',
    '<blockquote expandable>one\ntwo</blockquote><blockquote>three</blockquote>',
    '<pre><code class="language-ts">const a = 1;\n</code></pre>',
    '<pre>x</pre>\n<code>y</code>',
    '<a href="tg://user?id=1&amp;x=&quot;">who</a>',
    '<a href="{{ "a" | append: ">" }}">who</a>',
    '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji><tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
    '<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>',
    '{% if a > 1 %}<b>{% endif %}x{% if a > 1 %}</b>{% endif %}',
    '{% raw %}{{ not a value }}{% endraw %}{% comment %}<b>{% endcomment %}',
    'a &lt; b &amp;&amp; c &gt; d',
  ])('C4 comes back to the letter: %s', (html) => {
    expect(throughEditor(html)).toBe(html);
  });

  it('C4 loses neither a letter nor a look, whatever is put where', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const html = writeTelegramHtml(pieces);
        const read = readTelegramHtml(html);
        if (!read.ok) throw new Error(`${read.fault}: ${html}`);
        expect(lettersOf(read.pieces)).toEqual(lettersOf(pieces));
        expect(lengthOf(read.pieces)).toBe(lengthOf(pieces));
        const again = readTelegramHtml(throughEditor(html));
        expect(again.ok && lettersOf(again.pieces)).toEqual(lettersOf(pieces));
      }),
    );
  });

  it('C4 is taken by Telegram and counted as Telegram counts', () => {
    // A quotation inside a quotation is refused, and what is in a template is not Telegram’s.
    const sound = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.filter(({ kind }) => kind !== 'chip'));
    fc.assert(
      fc.property(sound, (pieces) => {
        expect(checkHtml(writeTelegramHtml(pieces))).toMatchObject({ ok: true, length: lengthOf(pieces) });
      }),
    );
  });

  it.each([
    ['<h1>a</h1>', 'tag', 0],
    ['ab <b>c', 'unclosed', 3],
    ['<b><i>a</b></i>', 'nesting', 7],
    ['2 < 3', 'sign', 2],
    ['<b class="x">a</b>', 'attribute', 0],
    ['<a>b</a>', 'attribute', 0],
    ['a {{ user.first_name', 'template', 2],
    ['<constructor>', 'tag', 0],
  ] as const)('C9 is left as source where it would not come back: %s', (html, fault, offset) => {
    expect(readTelegramHtml(html)).toEqual({ ok: false, fault, offset });
  });

  it('C4 a label without formatting comes back to the letter', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(letters, chips)), (parts) => {
        expect(writePlain(readPlain(parts.join('')))).toBe(parts.join(''));
      }),
    );
  });
});
