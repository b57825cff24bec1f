import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Soon } from '../../platform/soon.ts';
import { textIn } from '../../texts/language.ts';
import { action, argument, systemScreens, type Action, type EntryFace, type StepEnd } from '../actions-catalogue.ts';
import { choiceData } from '../choice-data.ts';
import type { CameAnswer } from '../engine.ts';
import { checkAnswer, type AnswerRule, type Choice } from '../rules/answer.ts';
import type { RenderedButton, Turn } from '../turn.ts';
import { setVariable } from '../variables.ts';
import { target } from './flow.ts';
import { variableFailures, variableName } from './variables.ts';

const isoDay = z.union([z.literal('today'), z.iso.date()], 'must be today or like 2026-11-22');
const label = z.string().min(1).max(64);
const choice = z.union([
  label,
  z.strictObject({ label: z.union([label, z.record(z.string(), label)]), value: z.string().min(1).max(64) }),
]);

/** What the answer must be. */
const kinds = {
  kind: argument(z.enum(['text', 'number', 'date', 'choice', 'phone', 'email']).default('text'), {
    ru: ['Что ждём', 'Чем человек должен ответить'],
    en: ['What is expected', 'What the person has to answer with'],
  }),
  min: argument(z.union([z.number(), isoDay]).optional(), {
    ru: ['Не меньше', 'Знаков, число или день вида 2026-11-22; today — сегодня'],
    en: ['At least', 'Characters, a number or a day like 2026-11-22; today is today'],
  }),
  max: argument(z.union([z.number(), isoDay]).optional(), { ru: ['Не больше'], en: ['At most'] }),
  whole: argument(z.boolean().default(false), { ru: ['Только целое'], en: ['Whole numbers only'] }),
  choices: argument(z.array(choice).min(1).max(50).optional(), {
    ru: ['Варианты', 'Показываются кнопками под вопросом'],
    en: ['Choices', 'Shown as buttons under the question'],
  }),
  columns: argument(z.int().min(1).max(8).default(1), { ru: ['Кнопок в ряд'], en: ['Buttons in a row'] }),
};

const askArgs = z
  .strictObject({
    to: argument(target.optional(), {
      ru: ['Кому ответ', 'Экран, который возьмёт ответ; без него с ответом идёт следующий шаг'],
      en: ['Who takes it', 'The screen that takes the answer; without it the next step goes on with the answer'],
    }),
    into: argument(variableName.optional(), {
      ru: ['Запомнить как', 'Латиницей, например name: в текстах это {{ vars.name }}'],
      en: ['Keep it as', 'Such as name: in texts it is {{ vars.name }}'],
    }),
    ...kinds,
    wrong: argument(target.optional(), {
      ru: ['На неверный ответ', 'Экран, который скажет, что не так; без него — общий'],
      en: ['On a wrong answer', 'The screen that says what is wrong; without it the usual one'],
    }),
    attempts: argument(z.int().min(1).max(20).default(5), { ru: ['Попыток'], en: ['Attempts'] }),
    give_up: argument(target.optional(), {
      ru: ['После последней', 'Экран, когда попытки кончились'],
      en: ['After the last', 'The screen once there are no attempts left'],
    }),
  })
  .superRefine((args, context) => {
    const rule = ruleOf(args);
    if (typeof rule === 'string') context.addIssue(rule);
  });

type AskArgs = z.infer<typeof askArgs>;

/** Asks by the words behind the name: whatever is typed goes to a callback, without a rule. */
const isBare = ({ to, into, kind, min, max, wrong }: AskArgs) =>
  to !== undefined &&
  into === undefined &&
  kind === 'text' &&
  min === undefined &&
  max === undefined &&
  wrong === undefined;

export const questionActions: readonly Action[] = [
  action({
    name: 'ask',
    title: { ru: 'Задать вопрос', en: 'Ask a question' },
    summary: {
      ru: 'Задаёт вопрос и ждёт ответа: показывает своё сообщение, проверяет то, что напишут, и запоминает.',
      en: 'Asks and waits for the answer: shows its message, checks what is typed, and keeps it.',
    },
    example: { action: 'ask', kind: 'number', min: 1, max: 120, whole: true, into: 'age' },
    failures: variableFailures,
    args: askArgs,
    fromWords: (words) => ({ to: words.trim() }),
    targets: ({ to, wrong, give_up: giveUp }) => [to, wrong, giveUp].filter((each) => each !== undefined),
    shows: 'perhaps',
    waits: true,
    run: async (turn, args, entry) => {
      if (isBare(args)) return turn.ask(args.to ?? '', { about: turn.args });
      const token = tokenOf(turn, args);
      if (!entry.isShown) await showQuestion(turn, args, entry, token);
      turn.course.wait({ kind: 'question', tries: 0, token });
    },
    resume: (turn, args, entry, result) => takeAnswer(turn, args, entry, cameAnswer.parse(result)),
  }),
];

const cameAnswer: z.ZodType<CameAnswer> = z.object({
  text: z.string(),
  phone: z.string().exactOptional(),
  choice: z.number().exactOptional(),
  tries: z.number(),
});

async function takeAnswer(turn: Turn, args: AskArgs, entry: EntryFace, came: CameAnswer): Promise<StepEnd | void> {
  const rule = ruleOf(args);
  if (typeof rule === 'string') throw new Error(rule);
  const pressed = rule.kind === 'choice' && came.choice !== undefined ? rule.choices[came.choice] : undefined;
  const { language, weekStart } = turn.person;
  const checked = pressed
    ? ({ ok: true, value: pressed.value } as const)
    : checkAnswer(rule, came.phone ?? came.text, { language, weekStart, today: turn.today });
  if (checked.ok) {
    turn.input = String(checked.value);
    turn.keep('input', turn.input);
    if (args.into !== undefined) await setVariable(turn, args.into, checked.value);
    if (args.to === undefined) return;
    await turn.go(args.to, turn.args);
    return;
  }
  const tries = came.tries + 1;
  turn.outcome = 'wrong_answer';
  const left = args.attempts - tries;
  turn.values['question'] = {
    problem: checked.problem,
    kind: rule.kind,
    min: 'min' in rule ? rule.min : null,
    max: 'max' in rule ? rule.max : null,
    tries_left: left,
  };
  if (left <= 0 && args.give_up !== undefined) {
    await turn.go(args.give_up, turn.args);
    return 'end';
  }
  await sayWrong(turn, args, entry);
  // Without a callback for it the question is simply over; menus and buttons work as ever.
  if (left <= 0) return 'end';
  turn.course.wait({ kind: 'question', tries, token: tokenOf(turn, args) });
}

/** A question shown again says at least what is asked for. */
async function sayWrong(turn: Turn, args: AskArgs, entry: EntryFace): Promise<void> {
  const said = turn.outputs.length;
  if (args.wrong !== undefined) await turn.go(args.wrong, turn.args);
  else if (turn.has(systemScreens.wrongAnswer)) await turn.go(systemScreens.wrongAnswer, turn.args);
  if (turn.outputs.length === said) await showQuestion(turn, args, entry, tokenOf(turn, args));
}

function showQuestion(turn: Turn, args: AskArgs, entry: EntryFace, token: string): Soon<void> {
  const choices = choicesOf(args).map((each, index): RenderedButton => ({
    label: textIn(each.label, turn.person.language),
    data: choiceData(index, token),
  }));
  const rows: RenderedButton[][] = [];
  for (let start = 0; start < choices.length; start += args.columns)
    rows.push(choices.slice(start, start + args.columns));
  return entry.show(turn, 'edit', rows.length > 0 ? { choices: rows } : {});
}

/** The same for the same question, however often it is asked. */
function tokenOf(turn: Turn, { choices, into, to }: AskArgs): string {
  const what = JSON.stringify([turn.current, choices, into, to]);
  return createHash('sha256').update(what).digest('hex').slice(0, 8);
}

function choicesOf({ kind, choices = [] }: AskArgs): readonly Choice[] {
  if (kind !== 'choice') return [];
  return choices.map((each) => (typeof each === 'string' ? { label: each, value: each } : each));
}

/** @returns what is wrong with the arguments where they make no rule. */
function ruleOf(args: AskArgs): AnswerRule | string {
  const { kind, min, max, whole } = args;
  switch (kind) {
    case 'text':
      if (typeof min === 'string' || typeof max === 'string') return 'min and max of a text are numbers of characters';
      return { kind, min: min ?? 1, max: max ?? 1_000 };
    case 'number':
      if (typeof min === 'string' || typeof max === 'string') return 'min and max of a number are numbers';
      return { kind, whole, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
    case 'date':
      if (typeof min === 'number' || typeof max === 'number')
        return 'min and max of a date are today or like 2026-11-22';
      return { kind, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
    case 'choice':
      return args.choices === undefined ? 'a choice needs choices' : { kind, choices: choicesOf(args) };
    default:
      return min === undefined && max === undefined ? { kind } : `${kind} has no min or max`;
  }
}
