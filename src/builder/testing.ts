/** A bot made of a few lines of configuration, and one person who talks to it. Nothing is kept between turns but what a test hands over. */
import { vi } from 'vitest';
import { z } from 'zod';
import type { Person } from '../people/person.ts';
import { Batch } from '../platform/database/batch.ts';
import { isTelegramId, isUserId } from '../platform/ids.ts';
import { filters } from '../texts/filters.ts';
import { LANGUAGES } from '../texts/language.ts';
import { action, catalogueOf, type Action } from './actions-catalogue.ts';
import { builderActions, builderValues } from './actions.ts';
import { conversationsDesk, type Conversation } from './conversations.ts';
import { checkDocument } from './document.ts';
import { answerTurn, soleEngine, type TurnResult } from './answer-turn.ts';
import { createEngine, type CallbackIds, type Engine } from './engine.ts';
import type { ListProviders, ValueProviders } from './render.ts';
import { compile } from './rules/compile.ts';
import type { Screen, Trigger, TurnStart } from './turn.ts';

const [userId, telegramId] = [7, 70_000_000_007];
if (!isUserId(userId) || !isTelegramId(telegramId)) throw new Error('whole numbers');

export const anna: Person = {
  id: userId,
  telegramId,
  firstName: 'Аня <b>&',
  username: null,
  language: 'ru',
  timeZone: 'Europe/Moscow',
  weekStart: 1,
  dayStart: 0,
  sessionZones: [],
  isBlocked: false,
  hintedAt: null,
  isErasing: false,
};

/** Beside what every configuration can do: a step that breaks, and one that goes wherever it is told at run time. */
const testActions = [
  action({
    name: 'break',
    title: { ru: 'Сломаться', en: 'Break' },
    summary: {
      ru: 'Ломается.',
      en: 'Fails.',
    },
    example: 'break',
    args: z.strictObject({}),
    run: () => {
      throw new Error('broken on purpose');
    },
  }),
  action({
    name: 'go_where_told',
    title: { ru: 'Идти, куда сказано', en: 'Go where told' },
    summary: {
      ru: 'Идёт, куда сказано.',
      en: 'Goes where its words say, which no check can know.',
    },
    example: 'go_where_told',
    args: z.strictObject({}),
    run: (turn) => turn.go(turn.args, turn.args),
  }),
];

export interface TestBotOptions {
  readonly values?: ValueProviders;
  readonly lists?: ListProviders;
  readonly version?: number;
  readonly ids?: CallbackIds;
  /** Beside those that every test has. */
  readonly actions?: readonly Action[];
}

/** @throws where the configuration has errors. */
export function engineOf(
  parts: object,
  { values = {}, lists = {}, version = 3, ids, actions = [] }: TestBotOptions = {},
): Engine {
  const checked = checkDocument({ minuta: 1, ...parts });
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message.en).join('; '));
  const compiled = compile(checked.document, version, {
    actions: catalogueOf([...builderActions, ...testActions, ...actions]),
    filters,
    languages: LANGUAGES,
  });
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message.en).join('; '));
  return createEngine({
    snapshot: compiled.snapshot,
    values: { ...builderValues, user: (turn) => ({ first_name: turn.person.firstName }), ...values },
    lists,
    ...(ids ? { ids } : {}),
    botUsername: () => 'minuta_bot',
  });
}

export interface Circumstances {
  readonly person?: Person;
  /** The question that waits for the person's answer. */
  readonly asked?: Conversation;
}

/** What a turn came to. */
export interface Told extends TurnResult {
  /** The messages, in order. */
  readonly screens: readonly Screen[];
  readonly notices: readonly string[];
  /** The question that waits after the turn: null where one was ended, undefined where nothing was changed. */
  readonly asks: Conversation | null | undefined;
}

export function beginning(trigger: Trigger, { person = anna, asked }: Circumstances = {}): TurnStart {
  const now = Temporal.Instant.from('2026-11-22T11:05:00Z');
  const batch = new Batch({
    send: () => Promise.reject(new Error('a configuration alone asks no database')),
  });
  if (asked)
    batch.use(conversationsDesk).load([
      {
        user_id: person.id,
        config_version: asked.configVersion,
        step: asked.step,
        variables: { ...asked.variables },
        question: asked.question ?? null,
      },
    ]);
  return { person, chatId: person.telegramId, trigger, at: now, now, batch };
}

export const typed = (text: string): Trigger => ({ kind: 'text', text });
export const pressed = (data: string): Trigger => ({ kind: 'press', data, version: undefined, messageId: 5 });

/** Lets the person do something and settles what follows. */
export async function tell(engine: Engine, trigger: Trigger, circumstances: Circumstances = {}): Promise<Told> {
  const start = beginning(trigger, circumstances);
  const changes = vi.spyOn(start.batch.use(conversationsDesk), 'set');
  const result = await answerTurn(soleEngine(engine), start);
  result.turn.settle();
  const { outputs } = result.turn;
  return {
    ...result,
    screens: outputs.flatMap((output) => (output.kind === 'screen' ? [output.screen] : [])),
    notices: outputs.flatMap((output) => (output.kind === 'notice' ? [output.text] : [])),
    asks: changes.mock.lastCall?.[1],
  };
}

/** The labels of a screen's buttons, row by row. */
export function labels(screen: Screen | undefined): string[][] {
  return (screen?.keyboard?.rows ?? []).map((row) => row.map(({ label }) => label));
}
