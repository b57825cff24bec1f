import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layout } from '../configuration.ts';
import { insertCell, moveCell, moveToOwnRow, removeCell, replaceCell } from './layout.ts';

const list = { each: 'activities', label: '{{ item.name }}', data: 'tracker.start {{ item.id }}' };

describe('the rows of a keyboard', () => {
  it('C2 a button moves within its row, into another and into a new one', () => {
    const layout: Layout = [['a', 'b', 'c'], ['d']];
    expect(moveCell(layout, { row: 0, column: 0 }, { row: 0, column: 2 })).toEqual([['b', 'c', 'a'], ['d']]);
    expect(moveCell(layout, { row: 0, column: 1 }, { row: 1, column: 0 })).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
    expect(moveCell(layout, { row: 0, column: 0 }, { row: 2, column: 0 })).toEqual([['b', 'c'], ['d'], ['a']]);
    expect(moveToOwnRow(layout, { row: 0, column: 2 }, 0)).toEqual([['c'], ['a', 'b'], ['d']]);
  });

  it('C2 a row that has lost its last button is gone', () => {
    expect(moveCell([['a'], ['b']], { row: 0, column: 0 }, { row: 1, column: 1 })).toEqual([['b', 'a']]);
    expect(removeCell([['a'], ['b']], { row: 0, column: 0 })).toEqual([['b']]);
  });

  it('C9 nothing is put beside a list or into a full row: it gets a row of its own', () => {
    const full = Array.from('12345678');
    expect(insertCell([[list]], { row: 0, column: 1 }, 'a')).toEqual([[list], ['a']]);
    expect(insertCell([full], { row: 0, column: 0 }, 'a')).toEqual([full, ['a']]);
    expect(moveCell([['a', 'b'], [list]], { row: 1, column: 0 }, { row: 0, column: 0 })).toEqual([['a', 'b'], [list]]);
  });

  it('C2 no move loses or doubles a button', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 });
    const place = fc.record({ row: fc.nat(6), column: fc.nat(8) });
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 4 }), place, place, (cells, width, from, to) => {
        const layout: Layout = [];
        for (let start = 0; start < cells.length; start += width) layout.push(cells.slice(start, start + width));
        const moved = moveCell(layout, from, to);
        expect(new Set(moved.flat())).toEqual(new Set(cells));
        expect(moved.flat()).toHaveLength(cells.length);
        expect(moved.every((row) => row.length > 0 && row.length <= 8)).toBe(true);
      }),
    );
  });

  it('C2 a button is changed in its place', () => {
    expect(replaceCell([['a', 'b']], { row: 0, column: 1 }, 'c')).toEqual([['a', 'c']]);
  });
});
