import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { DeliveryTrouble } from '../../telegram/delivery-trouble.ts';

export interface BotRow {
  readonly id: number;
  readonly is_simulated: boolean;
  readonly name: string;
  readonly username: string;
  readonly receives: string | null;
  readonly trouble: string | null;
  readonly trouble_words: string | null;
  readonly trouble_at: Temporal.Instant | null;
  readonly seen_at: Temporal.Instant;
}

export interface BotIdentity {
  readonly id: number;
  readonly isSimulated: boolean;
  readonly name: string;
  readonly username: string;
}

/** What a process says of how updates come. */
export interface Receiving {
  /** Null where another process sees to it: what that one says stays. */
  readonly receives: string | null;
  /** The last one; null where it met none, and what was written stays. */
  readonly trouble: (DeliveryTrouble & { readonly at: Temporal.Instant }) | null;
}

/** An empty name is not known yet. */
export async function saveBot(queries: Queries, bot: BotIdentity, { receives, trouble }: Receiving): Promise<void> {
  await sql`
    insert into bots as b (id, is_simulated, name, username, receives, trouble, trouble_words, trouble_at)
    values (${bot.id}, ${bot.isSimulated}, ${bot.name}, ${bot.username}, ${receives}, ${trouble?.kind ?? null},
      ${trouble?.words ?? null}, ${trouble?.at ?? null}::timestamptz)
    on conflict (id) do update set
      is_simulated = excluded.is_simulated,
      name = case when excluded.username = '' then b.name else excluded.name end,
      username = case when excluded.username = '' then b.username else excluded.username end,
      receives = coalesce(excluded.receives, b.receives),
      trouble = coalesce(excluded.trouble, b.trouble),
      trouble_words = case when excluded.trouble is null then b.trouble_words else excluded.trouble_words end,
      trouble_at = coalesce(excluded.trouble_at, b.trouble_at),
      seen_at = case when excluded.receives is null then b.seen_at else now() end`.execute(queries);
}

/** @param id the bot that is meant; without it the one that was heard of last. */
export async function findBot(queries: Queries, id: number | null): Promise<BotRow | null> {
  const { rows } = await sql<BotRow>`
    select id, is_simulated, name, username, receives, trouble, trouble_words, trouble_at, seen_at from bots
    where ${id}::bigint is null or id = ${id}::bigint order by seen_at desc limit 1`.execute(queries);
  return rows[0] ?? null;
}
