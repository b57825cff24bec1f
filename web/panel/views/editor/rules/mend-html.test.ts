import { describe, expect, it } from 'vitest';
import { cutHtml, mendHtml, withoutTags } from './mend-html.ts';

describe('mending HTML', () => {
  it.each([
    ['<b>bold', '<b>bold</b>'],
    ['<b><i>both</b> after', '<b><i>both</i></b> after'],
    ['lost</i> end', 'lost end'],
    ['a < b & c &lt; d', 'a &lt; b & c &lt; d'],
    ['<div>no <font color="red">such</font></div><br>', 'no such'],
    ['<a href="https://example.org">link', '<a href="https://example.org">link</a>'],
    ['{% if a < b %}<b>{{ x }}{% endif %}', '{% if a < b %}<b>{{ x }}{% endif %}</b>'],
    ['<b>fine</b>', '<b>fine</b>'],
  ])('C9 makes of %s what Telegram takes', (broken, mended) => {
    expect(mendHtml(broken)).toBe(mended);
  });

  it('C9 cuts by characters that are seen, and closes what is open', () => {
    expect(cutHtml('<b>four</b> five', 100)).toBe('<b>four</b> five');
    expect(cutHtml('<b>four five six</b>', 9)).toBe('<b>four fiv…</b>');
    expect(cutHtml('&lt;&lt;&lt;&lt;', 3)).toBe('&lt;&lt;…');
  });

  it('C9 takes the tags off where there can be none', () => {
    expect(withoutTags('<b>Menu</b> 2 < 3')).toBe('Menu 2 < 3');
  });
});
