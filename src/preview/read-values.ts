import { conversationsDesk } from '../builder/conversations.ts';
import type { Engine } from '../builder/engine.ts';
import type { ValueProviders } from '../builder/render.ts';
import type { Defaults } from '../people/person.ts';
import { toPerson } from '../people/store.ts';
import { Batch } from '../platform/database/batch.ts';
import type { Session } from '../platform/database/session.ts';
import type { UserId } from '../platform/ids.ts';
import { isRecord } from '../platform/is-record.ts';
import { lockAndRead } from '../telegram/read-group.ts';
import { trackerDesk } from '../tracker/store.ts';
import type { ValueWords } from '../texts/value-words.ts';
import type { PreviewAnswer } from './schema.ts';

/** A value that says something by itself: no list, no part of the program's own. */
export interface ShownValue extends ValueWords {
  readonly type: PreviewAnswer['values'][number]['type'];
}

export interface ValuesOptions {
  readonly session: Session;
  readonly engine: Engine;
  readonly values: ValueProviders;
  /** Those that mean something at any moment, such as `today.total`. */
  readonly shown: readonly ShownValue[];
  readonly botId: number;
  readonly userId: UserId;
  readonly chatId: number;
  readonly defaults: Defaults;
  readonly now: Temporal.Instant;
}

/** What templates could name now about this person, those that are empty left out. */
export async function readValues(options: ValuesOptions): Promise<PreviewAnswer['values']> {
  const { session, engine, values, shown, botId, userId, chatId, defaults, now } = options;
  const state = await lockAndRead(session, botId, [{ updateId: 0, userId }], false);
  const [row] = state.people;
  if (!row) return [];
  const batch = new Batch(session);
  batch.use(trackerDesk).load(state.trackers);
  batch.use(conversationsDesk).load(state.conversations);
  const person = toPerson(userId, row, defaults);
  const turn = engine.begin({ person, chatId, trigger: { kind: 'text', text: '' }, at: now, now, batch });
  const roots = [...new Set(shown.map(({ name }) => name.split('.')[0] ?? name))];
  const found = await Promise.all(
    roots.map(async (root): Promise<[string, unknown]> => [root, await values[root]?.(turn)]),
  );
  const scope = Object.fromEntries(found);
  return shown.flatMap(({ name, type, ru, en }) => {
    const value = plain(name.split('.').reduce<unknown>((at, part) => (isRecord(at) ? at[part] : undefined), scope));
    return value === null ? [] : [{ name, type, value, words: { ru, en } }];
  });
}

function plain(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value instanceof Temporal.Instant ? value.toString({ smallestUnit: 'second' }) : null;
}
