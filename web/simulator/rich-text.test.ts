import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeLink, toPieces, type Piece } from './rich-text.ts';

const plain = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : plain(piece.children))).join('');

test('entities nest, the longer outside', () => {
  const bold = { type: 'bold', offset: 2, length: 3 };
  const italic = { type: 'italic', offset: 3, length: 1 };
  expect(toPieces('a bcd.', [italic, bold])).toEqual([
    'a ',
    { entity: bold, children: ['b', { entity: italic, children: ['c'] }, 'd'] },
    '.',
  ]);
});

test('whatever the entities, all of the text is shown, once and in order', () => {
  const entity = fc.record({
    type: fc.constantFrom('bold', 'code'),
    offset: fc.integer({ min: -2, max: 12 }),
    length: fc.nat(12),
  });
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.array(entity, { maxLength: 6 }), (text, entities) => {
      expect(plain(toPieces(text, entities))).toBe(text);
    }),
  );
});

test('only web and Telegram addresses are links', () => {
  expect(safeLink('https://a.example/x')).toBe('https://a.example/x');
  expect(safeLink('a.example')).toBe('https://a.example/');
  expect(safeLink('tg://resolve?domain=x')).toBe('tg://resolve?domain=x');
  expect(safeLink('javascript:alert(1)')).toBeUndefined();
  expect(safeLink('data:text/html,x')).toBeUndefined();
  expect(safeLink('JaVaScRiPt:1')).toBeUndefined();
});
