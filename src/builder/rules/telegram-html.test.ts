import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestOf } from '../../platform/best-of-testing.ts';
import { cpuTimeOf } from '../../platform/cpu-testing.ts';
import { escapeHtml } from './escape.ts';
import { checkHtml, plainText, truncateHtml } from './telegram-html.ts';

describe('what Telegram accepts', () => {
  test.each([
    ['plain & simple > text', 21],
    ['<b>x</b><strong>x</strong><i>x</i><em>x</em><u>x</u><ins>x</ins><s>x</s><strike>x</strike><del>x</del>', 9],
    ['<B>x</b >', 1],
    ['<code>x</code><pre>x</pre><pre><code class="language-ts">x</code></pre>', 3],
    ['<a href="https://a.b/?x=1&amp;y=2">x</a><a href=\'tg://user?id=1\'>x</a>', 2],
    ['<span class="tg-spoiler">x</span><tg-spoiler>x</tg-spoiler>', 2],
    ['<blockquote>x</blockquote><blockquote expandable>x</blockquote>', 2],
    ['<tg-emoji emoji-id="536">👍</tg-emoji>', 2],
    ['&lt;&gt;&amp;&quot;&#39;&#x41;', 6],
    ['&nbsp;&unknown;', 15],
    ['&#0;&#55296;', 12],
    ['&lt 5 &#65', 5],
    ['<b><i>nested</i></b>', 6],
    ['👨‍👩‍👧', 8],
  ])('C4 %s', (html, length) => {
    expect(checkHtml(html)).toMatchObject({ ok: true, length });
  });
});

describe('what Telegram shows otherwise than it is written', () => {
  test.each([
    ['a&nbsp;b', 'unknown_entity', '&nbsp;'],
    ['<a href="javascript:alert(1)">x</a>', 'bad_link', 'javascript:alert(1)'],
    ['<a href="cat.png/">x</a><a href="localhost">y</a>', 'bad_link', 'localhost'],
    ['<a href="">x</a>', 'bad_link', ''],
    ['<b class="x">x</b>', 'ignored_attribute', 'class'],
    ['<code class="ts">x</code>', 'ignored_attribute', 'class'],
    ['<pre><b>x</b></pre>', 'ignored_tag', 'pre'],
    ['<code><i>x</i></code>', 'ignored_tag', 'code'],
    ['<a href="https://a.b"><b><a href="https://c.d">x</a></b></a>', 'ignored_tag', 'a'],
  ])('C9 %s', (html, what, value) => {
    const checked = checkHtml(html);
    expect(checked.ok ? checked.notes : []).toEqual([expect.objectContaining({ what, value })]);
  });

  test('C4 nothing is said of what is shown as it is written', () => {
    const html =
      '<b><code class="language-ts">x</code></b><pre><code class="language-ts">x</code></pre>' +
      '<a href="tg://user?id=1">&amp; & &#38;</a><blockquote expandable>x</blockquote> R&D; AT&T';
    expect(checkHtml(html)).toMatchObject({ ok: true, notes: [] });
  });
});

describe('what Telegram refuses', () => {
  test.each([
    ['a <br> b', 'unknown_tag', 2],
    ['<div>x</div>', 'unknown_tag', 0],
    ['<b>x', 'unclosed_tag', 0],
    ['x</b>', 'unexpected_end', 1],
    ['<b><i>x</b></i>', 'unexpected_end', 7],
    ['1 < 2', 'unescaped_sign', 2],
    ['x <', 'unescaped_sign', 2],
    ['<b x', 'bad_tag', 0],
    ['<a href="x>y</a>', 'bad_tag', 0],
    ['<a>x</a>', 'bad_attribute', 0],
    ['<span class="x">x</span>', 'bad_attribute', 0],
    ['<tg-emoji emoji-id="x">👍</tg-emoji>', 'bad_attribute', 0],
    ['<a href=https://a.b>x</a>', 'bad_tag', 0],
    ["<a href='x 'y'>x</a>", 'bad_tag', 0],
    ["<a href=x 'y>x</a>", 'bad_tag', 0],
    ['<blockquote><blockquote>x</blockquote></blockquote>', 'bad_nesting', 12],
  ])('C9 %s', (html, problem, offset) => {
    expect(checkHtml(html)).toMatchObject({ ok: false, problem, offset });
  });

  test('C9 checking takes no longer than linear time', async () => {
    const taken = await bestOf(
      () =>
        cpuTimeOf(() => {
          checkHtml('<b '.repeat(5000));
          checkHtml(`<a${' x'.repeat(8000)}`);
          checkHtml('<b>'.repeat(5000));
          checkHtml('&#1'.repeat(5000));
        }),
      500,
    );
    expect(taken).toBeLessThan(500);
  });
});

test('C4 the text is what is left without formatting', () => {
  expect(plainText('<b>Чтение</b> &amp; <i>&lt;ещё&gt;</i>')).toBe('Чтение & <ещё>');
  expect(plainText('1 < 2')).toBe('1 < 2');
});

describe('shortening', () => {
  test.each([
    ['short', 10, 'short'],
    ['<b>exact</b>', 5, '<b>exact</b>'],
    ['<b>слово другое</b> x', 10, '<b>слово…</b>'],
    ['<b>x</b><i>abcdef</i>', 5, '<b>x</b><i>abc…</i>'],
    ['<a href="x"><b>a&amp;b&amp;c</b></a>', 4, '<a href="x"><b>a&amp;b…</b></a>'],
    ['👨‍👩‍👧👨‍👩‍👧', 10, '👨‍👩‍👧…'],
    ['1 < 2 and more', 6, '1 &lt; 2…'],
    ['abc', 0, ''],
  ])('C9 %s to %i units', (html, limit, expected) => {
    expect(truncateHtml(html, limit)).toBe(expected);
  });

  test('C9 whatever is cut stays valid and within the limit', () => {
    const leaf = fc.string({ unit: 'grapheme', maxLength: 30 }).map(escapeHtml);
    const html = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc
          .tuple(fc.constantFrom('b', 'i', 'code', 'tg-spoiler'), tie('node'))
          .map(([name, inner]) => `<${name}>${inner}</${name}>`),
        fc.tuple(tie('node'), tie('node')).map((parts) => parts.join(' ')),
      ),
    })).node;
    fc.assert(
      fc.property(html, fc.nat(40), (source, limit) => {
        const cut = checkHtml(truncateHtml(source, limit));
        expect(cut.ok && cut.length <= limit).toBe(true);
      }),
    );
  });

  test('C9 what is short enough stays as it is where Telegram takes it, and is escaped where not', () => {
    const tags = ['b', 'i', 'B', 'b ', 'code', 'blockquote', 'br', 'a href="x.org"', 'a', 'pre'];
    const piece = fc.oneof(
      fc.constantFrom('<', '>', '</', '&', '&lt;', 'слово', ' '),
      fc.constantFrom(...tags).map((tag) => `<${tag}>`),
      fc.constantFrom(...tags).map((tag) => `</${tag}>`),
      fc.constantFrom('b', 'i', 'pre').map((tag) => `<${tag}>x</${tag}>`),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const html = pieces.join('');
        expect(truncateHtml(html)).toBe(checkHtml(html).ok ? html : escapeHtml(html));
      }),
      { numRuns: 2000 },
    );
  });

  test('C9 escaping and reading back is the value again', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => plainText(escapeHtml(text)) === text));
  });
});
