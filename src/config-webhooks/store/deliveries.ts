import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';

export interface DeliveryRow {
  readonly id: number;
  readonly webhook_id: number;
  readonly event: 'config.updated' | 'test';
  readonly body: string;
  readonly replays: number | null;
  readonly state: 'pending' | 'delivered' | 'dead';
  readonly attempts: number;
  readonly due_at: Temporal.Instant;
  readonly created_at: Temporal.Instant;
  readonly finished_at: Temporal.Instant | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly answer: string | null;
  readonly duration_ms: number | null;
}

const deliveryColumns = sql`
  id, webhook_id, event, body, replays, state, attempts, due_at, created_at, finished_at, status, error, answer,
  duration_ms`;

/** One for each webhook that is on. */
export async function insertDeliveriesForAll(queries: Queries, body: string): Promise<void> {
  await sql`
    insert into config_webhook_deliveries (webhook_id, event, body)
    select id, 'config.updated', ${body} from config_webhooks where enabled`.execute(queries);
}

export async function insertDelivery(
  queries: Queries,
  { webhook_id, event, body, replays }: Pick<DeliveryRow, 'webhook_id' | 'event' | 'body' | 'replays'>,
): Promise<DeliveryRow | undefined> {
  const { rows } = await sql<DeliveryRow>`
    insert into config_webhook_deliveries (webhook_id, event, body, replays)
    values (${webhook_id}::bigint, ${event}, ${body}, ${replays}::bigint)
    returning ${deliveryColumns}`.execute(queries);
  return rows[0];
}

export async function findDelivery(
  queries: Queries,
  { webhookId, id }: { readonly webhookId: number; readonly id: number },
): Promise<DeliveryRow | null> {
  const { rows } = await sql<DeliveryRow>`
    select ${deliveryColumns} from config_webhook_deliveries
    where webhook_id = ${webhookId}::bigint and id = ${id}::bigint`.execute(queries);
  return rows[0] ?? null;
}

/** The newest first. @param before the id after which a page goes on, downwards. */
export async function listDeliveries(
  queries: Queries,
  { webhookId, before, limit }: { readonly webhookId: number; readonly before: number | null; readonly limit: number },
): Promise<readonly DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select ${deliveryColumns} from config_webhook_deliveries
    where webhook_id = ${webhookId}::bigint and (${before}::bigint is null or id < ${before}::bigint)
    order by id desc limit ${limit}::int`.execute(queries);
  return rows;
}

/** A delivery that somebody has taken to send it now. */
export interface TakenDelivery {
  readonly id: number;
  readonly url: string;
  readonly secret: string | null;
  readonly event: string;
  readonly body: string;
  /** Counting this one; tells a late sender that another has taken it since. */
  readonly attempts: number;
  /** Seconds since it was asked for. */
  readonly age: number;
}

/** @param hold milliseconds for which nobody else takes them. */
export async function takeDueDeliveries(
  queries: Queries,
  { limit, hold }: { readonly limit: number; readonly hold: number },
): Promise<readonly TakenDelivery[]> {
  const { rows } = await sql<TakenDelivery>`
    with due as (
      select d.id, w.url, w.secret
      from config_webhook_deliveries d
      join config_webhooks w on w.id = d.webhook_id
      where d.state = 'pending' and d.due_at <= clock_timestamp()
        -- What somebody asks for by hand goes out to one that is off as well.
        and (w.enabled or d.event = 'test' or d.replays is not null)
      order by d.due_at
      limit ${limit}::int
      for update of d skip locked)
    update config_webhook_deliveries d
    set attempts = d.attempts + 1, due_at = clock_timestamp() + ${hold}::float8 * interval '1 millisecond'
    from due where d.id = due.id
    returning d.id, due.url, due.secret, d.event, d.body, d.attempts,
      extract(epoch from clock_timestamp() - d.created_at)::float8 as age`.execute(queries);
  return rows;
}

/** What came of an attempt. */
export interface Attempt {
  readonly state: DeliveryRow['state'];
  readonly status: number | null;
  readonly error: string | null;
  readonly answer: string | null;
  readonly durationMs: number;
  /** Seconds until the next one, where it is pending still. */
  readonly pause: number;
}

/** Notes what came of an attempt, unless another sender has taken the delivery meanwhile. */
export async function noteAttempt(
  queries: Queries,
  { id, attempts }: Pick<TakenDelivery, 'id' | 'attempts'>,
  { state, status, error, answer, durationMs, pause }: Attempt,
): Promise<void> {
  await sql`
    update config_webhook_deliveries
    set state = ${state}, status = ${status}::int, error = ${error}, answer = ${answer},
      duration_ms = ${durationMs}::int,
      finished_at = case when ${state} = 'pending' then null else clock_timestamp() end,
      due_at = clock_timestamp() + ${pause}::float8 * interval '1 second'
    where id = ${id}::bigint and attempts = ${attempts}::int and state = 'pending'`.execute(queries);
}

/** @param days for which the log is kept, at most. */
export async function forgetOldDeliveries(queries: Queries, days: number): Promise<void> {
  await sql`
    delete from config_webhook_deliveries
    where created_at < clock_timestamp() - ${days}::float8 * interval '1 day'`.execute(queries);
}
