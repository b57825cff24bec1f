import { describe, expect, it } from 'vitest';
import { tabStopOf } from './tab-stop.ts';

const rows = ['a', 'b', 'c'];

describe('the one stop of a list', () => {
  it('A4 is the first row, until one is open', () => {
    expect(tabStopOf(rows, { stood: null, open: null })).toBe('a');
    expect(tabStopOf(rows, { stood: null, open: 'c' })).toBe('c');
    expect(tabStopOf([], { stood: null, open: 'c' })).toBeUndefined();
  });

  it('A4 is the row that the arrows have led to, while it is there', () => {
    expect(tabStopOf(rows, { stood: 'b', open: 'c' })).toBe('b');
    expect(tabStopOf(rows, { stood: 'gone', open: 'c' })).toBe('c');
    expect(tabStopOf(rows, { stood: 'gone', open: null })).toBe('a');
  });
});
