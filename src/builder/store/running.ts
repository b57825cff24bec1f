import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { EntryKind, NamedEntry } from '../rules/draft.ts';
import type { RunningRows } from '../running-rows.ts';

/** Puts these rows in place of what ran, within a transaction. */
export async function writeRunning(transaction: Queries, rows: RunningRows): Promise<void> {
  // One value for each table, however many rows: the server takes it apart faster than a list of parameters.
  await sql`delete from handlers`.execute(transaction);
  await sql`
    insert into handlers
      (id, position, pattern, action, message, messages, photo_url, keyboard_id, enabled, options)
    select id, position, pattern, action, message, messages, photo_url, keyboard_id, enabled, options
    from jsonb_to_recordset(${JSON.stringify(rows.handlers)}::jsonb) as h(id bigint, position integer, pattern text,
      action text, message text, messages jsonb, photo_url text, keyboard_id text, enabled boolean, options jsonb)
  `.execute(transaction);
  await sql`delete from callbacks`.execute(transaction);
  await sql`
    insert into callbacks
      (id, position, handler_id, callback_data, action, message, messages, photo_url, keyboard_id, enabled, options)
    select id, position, handler_id, callback_data, action, message, messages, photo_url, keyboard_id, enabled, options
    from jsonb_to_recordset(${JSON.stringify(rows.callbacks)}::jsonb) as c(id bigint, position integer,
      handler_id bigint, callback_data text, action text, message text, messages jsonb, photo_url text,
      keyboard_id text, enabled boolean, options jsonb)
  `.execute(transaction);
  await sql`delete from keyboards`.execute(transaction);
  await sql`
    insert into keyboards (id, layout, kind, options)
    select id, layout, kind, options
    from jsonb_to_recordset(${JSON.stringify(rows.keyboards)}::jsonb)
      as k(id text, layout jsonb, kind text, options jsonb)`.execute(transaction);
  await sql`delete from buttons`.execute(transaction);
  await sql`
    insert into buttons (id, label, labels, data, options)
    select id, label, labels, data, options
    from jsonb_to_recordset(${JSON.stringify(rows.buttons)}::jsonb)
      as b(id text, label text, labels jsonb, data text, options jsonb)`.execute(transaction);
}

/** The handlers and callbacks that run, by what people call them. */
export async function readRunningNames(queries: Queries): Promise<NamedEntry[]> {
  const { rows } = await sql<NamedEntry>`
    select 'handler' as kind, id::text as id, pattern as name from handlers
    union all
    select 'callback', id::text, callback_data from callbacks`.execute(queries);
  return rows;
}

/** The id with which a handler or callback of this name runs; null where none does. */
export async function findRunningId(queries: Queries, kind: EntryKind, name: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from handlers where ${kind}::text = 'handler' and pattern = ${name}
    union all
    select id::text from callbacks where ${kind}::text = 'callback' and callback_data = ${name}
    limit 1`.execute(queries);
  return rows[0]?.id ?? null;
}
