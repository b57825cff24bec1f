import { expect, it } from 'vitest';
import { csvRow } from './csv-row.ts';

it('T8 quotes what would end a cell, and doubles quotes', () => {
  expect(csvRow(['a', 'b,c', 'd "e"', 'f\ng', 7, ''])).toBe('a,"b,c","d ""e""","f\ng",7,\r\n');
});

it.each(['=1+1', '+1', '-1', '@x', '\tx', '＝1', '＋1', '－1', '＠x'])('T8 leaves no formula in %j', (text) => {
  expect(csvRow([text])).toBe(`'${text}\r\n`);
});

it('T8 keeps a line break at the beginning from making a formula of what follows', () => {
  expect(csvRow(['\r=1'])).toBe(`"'\r=1"\r\n`);
});
