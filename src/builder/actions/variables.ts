import { z } from 'zod';
import { ActionFailure } from '../action-failure.ts';
import { action, argument, type Action } from '../actions-catalogue.ts';
import { withForm } from '../argument-form.ts';
import { templateArgument } from '../expressions.ts';
import { setVariable, variablesOf, type Variable } from '../variables.ts';

export const variableName = withForm(
  z.string().regex(/^[a-z][a-z0-9_]{0,31}$/, 'must be like score or best_day'),
  'variable',
);
const nameArgument = argument(variableName, {
  ru: ['Имя', 'Строчные латинские буквы, цифры и _, например visits; в текстах это {{ vars.visits }}'],
  en: ['Name', 'Lower case letters, digits and _, such as visits; in texts it is {{ vars.visits }}'],
});

export const variableFailures = {
  variable_too_long: {
    ru: 'Значение длиннее 1000 знаков.',
    en: 'The value is longer than 1,000 characters.',
  },
  too_many_variables: {
    ru: 'У человека уже 50 переменных.',
    en: 'The person has 50 variables already.',
  },
} as const;

const nameAndRest = (words: string, field: string) => {
  const [, name = '', rest = ''] = /^\s*(\S+)\s*([^]*)$/.exec(words) ?? [];
  return { name, [field]: rest };
};

/** What is kept about a person. */
export const variableActions: readonly Action[] = [
  action({
    name: 'set',
    title: { ru: 'Запомнить значение', en: 'Keep a value' },
    summary: {
      ru: 'Запоминает значение о человеке; пустое забывает.',
      en: 'Keeps a value about the person; an empty one is forgotten.',
    },
    example: 'set favourite {{ session.activity }}',
    failures: variableFailures,
    args: z.strictObject({
      name: nameArgument,
      value: argument(withForm(z.union([z.literal(''), templateArgument('plain', 4_000)]), 'template'), {
        ru: ['Значение', 'Можно с {{ значениями }}'],
        en: ['Value', 'May have {{ values }}'],
      }),
    }),
    fromWords: (words) => nameAndRest(words, 'value'),
    templates: ({ value }) => (value === '' ? [] : [value]),
    run: async (turn, { name, value }, entry) => {
      const text = value === '' ? '' : await entry.text(turn, value);
      await setVariable(turn, name, text === '' ? null : valueOf(text));
    },
  }),
  action({
    name: 'add',
    title: { ru: 'Прибавить число', en: 'Add a number' },
    summary: {
      ru: 'Прибавляет число к переменной; чего нет, то ноль.',
      en: 'Adds a number to a variable; one that is not there counts as zero.',
    },
    example: 'add score 1',
    failures: {
      ...variableFailures,
      not_a_number: {
        ru: 'Переменная или то, что прибавляют, не число.',
        en: 'The variable or what is added is not a number.',
      },
    },
    args: z.strictObject({
      name: nameArgument,
      amount: argument(templateArgument('plain', 1_000), {
        ru: ['Сколько', 'Число, можно отрицательное и с {{ значениями }}'],
        en: ['How much', 'A number, perhaps negative, perhaps with {{ values }}'],
      }),
    }),
    fromWords: (words) => {
      const { amount, ...rest } = nameAndRest(words, 'amount');
      return { ...rest, amount: amount === '' ? '1' : amount };
    },
    templates: ({ amount }) => [amount],
    run: async (turn, { name, amount }, entry) => {
      const { [name]: before = 0 } = await variablesOf(turn);
      const sum = Number(before) + Number(await entry.text(turn, amount));
      if (typeof before === 'boolean' || !Number.isFinite(sum)) throw new ActionFailure('not_a_number');
      await setVariable(turn, name, Number(sum.toPrecision(15)));
    },
  }),
];

/** A number where it is written as numbers are: «007» and «+7 900…» are texts. */
function valueOf(text: string): Variable {
  const number = Number(text);
  return String(number) === text && Number.isFinite(number) ? number : text;
}
