import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Desk, Write } from '../platform/database/batch.ts';
import type { Session } from '../platform/database/session.ts';
import type { UserId } from '../platform/ids.ts';
import { ActionFailure } from './action-failure.ts';
import type { Turn } from './turn.ts';

/** What a configuration keeps about a person: short texts, numbers, yes or no. */
export type Variable = string | number | boolean;
export type Variables = Readonly<Record<string, Variable>>;

/** Of one person. */
const mostVariables = 50;
/** Characters of a text. */
const longest = 1_000;

/** Reads and changes people's variables in a batch. */
class VariablesDesk implements Desk {
  readonly #read: DataLoader<UserId, Variables>;
  readonly #changes = new Map<UserId, { values: Map<string, Variable | null>; at: Temporal.Instant }>();

  constructor(session: Session) {
    this.#read = new DataLoader((ids) => readVariables(session, ids));
  }

  of(userId: UserId): Promise<Variables> {
    return this.#read.load(userId);
  }

  /** @param value null: it is forgotten. */
  set(userId: UserId, name: string, value: Variable | null, at: Temporal.Instant): void {
    const change = this.#changes.get(userId) ?? { values: new Map(), at };
    change.values.set(name, value);
    this.#changes.set(userId, change);
  }

  writes(): readonly Write[] {
    const all = [...this.#changes].flatMap(([userId, { values, at }]) =>
      [...values].map(([name, value]) => ({ userId, name, value, at })),
    );
    const kept = all.filter(({ value }) => value !== null);
    const forgotten = all.filter(({ value }) => value === null);
    const keeping = sql`
      insert into user_variables (user_id, name, value, updated_at)
      select * from unnest(${kept.map((v) => v.userId)}::bigint[], ${kept.map((v) => v.name)}::text[],
        ${kept.map((v) => JSON.stringify(v.value))}::jsonb[], ${kept.map((v) => v.at)}::timestamptz[])
      on conflict (user_id, name) do update set value = excluded.value, updated_at = excluded.updated_at`;
    const forgetting = sql`
      delete from user_variables v
      using unnest(${forgotten.map((v) => v.userId)}::bigint[], ${forgotten.map((v) => v.name)}::text[]) f(user_id, name)
      where v.user_id = f.user_id and v.name = f.name`;
    return [
      ...(kept.length > 0 ? [{ name: 'kept_variables', sql: keeping }] : []),
      ...(forgotten.length > 0 ? [{ name: 'forgotten_variables', sql: forgetting }] : []),
    ];
  }
}

const variablesDesk = (session: Session): VariablesDesk => new VariablesDesk(session);

async function readVariables(session: Session, ids: readonly UserId[]): Promise<Variables[]> {
  const [rows] = await session.send(sql<{ user_id: UserId; values: Variables }>`
    select user_id, jsonb_object_agg(name, value) as values
    from user_variables where user_id = any(${ids}::bigint[]) group by user_id`);
  const found = new Map(rows.map((row) => [row.user_id, row.values]));
  return ids.map((id) => found.get(id) ?? {});
}

/** The variables of a turn's person as the turn has left them so far. */
const changed = new WeakMap<Turn, Record<string, Variable>>();

/** @returns the person's variables, with what this turn has changed. */
export async function variablesOf(turn: Turn): Promise<Variables> {
  return changed.get(turn) ?? turn.batch.use(variablesDesk).of(turn.person.id);
}

/**
 * Keeps a value about the person; null forgets it.
 *
 * @throws {ActionFailure} `variable_too_long` for more than 1,000 characters, `too_many_variables` beyond 50 names.
 */
export async function setVariable(turn: Turn, name: string, value: Variable | null): Promise<void> {
  if (typeof value === 'string' && value.length > longest) throw new ActionFailure('variable_too_long');
  const { [name]: _, ...others } = await variablesOf(turn);
  if (value !== null && Object.keys(others).length >= mostVariables) throw new ActionFailure('too_many_variables');
  changed.set(turn, value === null ? others : { ...others, [name]: value });
  turn.write(() => turn.batch.use(variablesDesk).set(turn.person.id, name, value, turn.now));
}
