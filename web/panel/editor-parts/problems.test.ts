import { expect, it } from 'vitest';
import { problemsAt, problemsOf, type CheckProblem } from './problems.ts';

const problem = (pointer: string, entry: CheckProblem['entry']): CheckProblem => ({
  code: 'html_unclosed_tag',
  severity: 'error',
  path: '',
  pointer,
  entry,
  line: null,
  column: null,
  message: { ru: 'Тег не закрыт', en: 'A tag is not closed' },
  proposal: null,
  params: {},
});

it('C9 a problem stands at the field that it is about', () => {
  const menu = { kind: 'keyboard', id: 'me/nu' } as const;
  const found = problemsOf(
    [
      problem('/keyboards/me~1nu/layout/0/1/label/ru', menu),
      problem('/keyboards/me~1nu/placeholder', menu),
      problem('/callbacks/3/message/ru', { kind: 'callback', id: '12' }),
    ],
    menu,
    'layout',
  );
  expect(found.map(({ place }) => place)).toEqual([['0', '1', 'label', 'ru']]);
  expect(problemsAt(found, 0, 1, 'label').map(({ place }) => place)).toEqual([['ru']]);
  expect(problemsAt(found, 0, 0)).toEqual([]);
});
