import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { parseHtml } from './parse-html.ts';

const refusal = (html: string): string => {
  try {
    parseHtml(html);
  } catch (error) {
    if (error instanceof Refusal) return error.description;
    throw error;
  }
  return 'taken';
};

describe('Telegram’s HTML', () => {
  test('every tag becomes its entity', () => {
    const tags = {
      b: 'bold',
      strong: 'bold',
      i: 'italic',
      em: 'italic',
      u: 'underline',
      ins: 'underline',
      s: 'strikethrough',
      strike: 'strikethrough',
      del: 'strikethrough',
      code: 'code',
      pre: 'pre',
      'tg-spoiler': 'spoiler',
      blockquote: 'blockquote',
    };
    for (const [tag, type] of Object.entries(tags)) {
      expect(parseHtml(`<${tag}>x</${tag}>`)).toEqual({ text: 'x', entities: [{ type, offset: 0, length: 1 }] });
    }
  });

  test('attributes say a link’s address, a code’s language, a spoiler, a quote that unfolds', () => {
    expect(parseHtml('<a href="https://example.com/?a=1&amp;b=2">x</a>').entities).toEqual([
      { type: 'text_link', offset: 0, length: 1, url: 'https://example.com/?a=1&b=2' },
    ]);
    expect(parseHtml('<pre><code class="language-ts">x</code></pre>').entities).toEqual([
      { type: 'pre', offset: 0, length: 1, language: 'ts' },
    ]);
    expect(parseHtml("<span class='tg-spoiler'>x</span>").entities).toMatchObject([{ type: 'spoiler' }]);
    expect(parseHtml('<blockquote expandable>x</blockquote>').entities).toMatchObject([
      { type: 'expandable_blockquote' },
    ]);
  });

  test('a link that is no web address stays plain text', () => {
    expect(parseHtml('<a href="javascript:alert(1)">x</a>')).toEqual({ text: 'x', entities: [] });
    expect(parseHtml('<a href="nodots">x</a>')).toEqual({ text: 'x', entities: [] });
  });

  test('offsets count UTF-16 units, also behind emoji and inside nesting', () => {
    expect(parseHtml('😀<b>а<i>б</i></b>')).toEqual({
      text: '😀аб',
      entities: [
        { type: 'italic', offset: 3, length: 1 },
        { type: 'bold', offset: 2, length: 2 },
      ],
    });
  });

  test('character references: four by name, any by number, others as they stand', () => {
    expect(parseHtml('&lt;&gt;&amp;&quot;&#1103;&#x1F600;').text).toBe('<>&"я😀');
    expect(parseHtml('&nbsp;&copy; & &#0; &#xD800;').text).toBe('&nbsp;&copy; & &#0; &#xD800;');
    expect(parseHtml('a &lt b').text).toBe('a < b');
  });

  test('broken markup is refused in Telegram’s words, with the offset in bytes', () => {
    const said = "Bad Request: can't parse entities: ";
    expect(refusal('я<x>')).toBe(`${said}Unsupported start tag "x" at byte offset 2`);
    expect(refusal('<constructor>')).toBe(`${said}Unsupported start tag "constructor" at byte offset 0`);
    expect(refusal('a</b>')).toBe(`${said}Unexpected end tag at byte offset 1`);
    expect(refusal('<b>a</i>')).toBe(`${said}Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`);
    expect(refusal('<b>a')).toBe(`${said}Can't find end tag corresponding to start tag "b"`);
    expect(refusal('1 <')).toBe(`${said}Unclosed start tag at byte offset 2`);
    expect(refusal('<b')).toBe(`${said}Unclosed start tag at byte offset 0`);
    expect(refusal('1 < 2')).toBe(`${said}Unsupported start tag "" at byte offset 2`);
    expect(refusal('<b>a</b')).toBe(`${said}Unclosed end tag at byte offset 4`);
    expect(refusal('<a href="x>y')).toBe(`${said}Unclosed start tag at byte offset 0`);
    expect(refusal('<a ="x">y</a>')).toBe(`${said}Empty attribute name in the tag "a" at byte offset 0`);
    expect(refusal('<span>x</span>')).toBe(`${said}Tag "span" must have class "tg-spoiler" at byte offset 0`);
  });

  test('any text, escaped, comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(parseHtml(escaped)).toEqual({ text, entities: [] });
      }),
    );
  });

  test('anything at all either parses, with entities inside the text, or is refused', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '<b>',
        '</b>',
        '<i',
        '>',
        '</',
        '<a href="',
        '"',
        '&',
        '&lt;',
        '&#',
        '/',
        '=',
        ' ',
        '<pre>',
        '</pre>',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        try {
          const { text, entities } = parseHtml(parts.join(''));
          for (const { offset, length } of entities) {
            expect(length).toBeGreaterThan(0);
            expect(offset + length).toBeLessThanOrEqual(text.length);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
    );
  });
});
