import { expect, it } from 'vitest';
import { clashLines } from './clash-lines.ts';

const row = (data: string) => [[{ label: 'Start', data }]];
const reader = { language: 'en', inLanguage: { ru: 'In Russian', en: 'In English' } } as const;

it('A4 of two translations the languages are told that differ', () => {
  const [mine, theirs] = [
    { ru: 'Привет', en: 'Hello, Sam' },
    { ru: 'Привет', en: 'Hello, Alex' },
  ];
  expect(clashLines(mine, theirs, reader)).toEqual(['In English: Hello, Sam']);
  expect(clashLines(mine, 'Hello', reader)).toEqual(['In Russian: Привет', 'In English: Hello, Sam']);
  expect(clashLines('Hello', mine, reader)).toEqual(['Hello']);
});

it('A4 of two keyboards the labels are told, row by row', () => {
  const first = [{ label: { ru: 'Начать', en: 'Start' }, data: 'start' }, 'finish'];
  expect(clashLines([first, [{ label: 'Sam' }]], [first, [{ label: 'Alex' }]], reader)).toEqual([
    'Start · finish',
    'Sam',
  ]);
});

it('A4 what words would not tell apart is told as it is written', () => {
  expect(clashLines(row('one'), row('two'), reader)).toEqual(['[[{"label":"Start","data":"one"}]]']);
  expect(clashLines(true, false, reader)).toEqual(['true']);
  expect(clashLines(['goto menu', 'log'], 'goto menu', reader)).toEqual(['goto menu', 'log']);
});
