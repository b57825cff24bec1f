import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';

export interface WebhookRow {
  readonly id: number;
  readonly url: string;
  readonly secret: string | null;
  readonly description: string;
  readonly enabled: boolean;
  readonly revision: number;
  readonly created_at: Temporal.Instant;
}

const webhookColumns = sql`id, url, secret, description, enabled, revision, created_at`;

/** The oldest first. @param after the id after which a page begins. */
export async function listWebhooks(
  queries: Queries,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly WebhookRow[]> {
  const { rows } = await sql<WebhookRow>`
    select ${webhookColumns} from config_webhooks where id > ${after}::bigint order by id limit ${limit}::int`.execute(
    queries,
  );
  return rows;
}

export async function countWebhooks(queries: Queries): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from config_webhooks`.execute(queries);
  return rows[0]?.count ?? 0;
}

export async function findWebhook(queries: Queries, id: number): Promise<WebhookRow | null> {
  const { rows } = await sql<WebhookRow>`
    select ${webhookColumns} from config_webhooks where id = ${id}::bigint`.execute(queries);
  return rows[0] ?? null;
}

export type WebhookFields = Pick<WebhookRow, 'url' | 'secret' | 'description' | 'enabled'>;

export async function insertWebhook(queries: Queries, fields: WebhookFields): Promise<WebhookRow | undefined> {
  const { url, secret, description, enabled } = fields;
  const { rows } = await sql<WebhookRow>`
    insert into config_webhooks (url, secret, description, enabled)
    values (${url}, ${secret}, ${description}, ${enabled}::boolean)
    returning ${webhookColumns}`.execute(queries);
  return rows[0];
}

/** @returns null where it is not as it was at this revision any more. */
export async function updateWebhook(
  queries: Queries,
  { id, revision }: Pick<WebhookRow, 'id' | 'revision'>,
  { url, secret, description, enabled }: WebhookFields,
): Promise<WebhookRow | null> {
  const { rows } = await sql<WebhookRow>`
    update config_webhooks
    set url = ${url}, secret = ${secret}, description = ${description}, enabled = ${enabled}::boolean,
      revision = revision + 1
    where id = ${id}::bigint and revision = ${revision}::bigint
    returning ${webhookColumns}`.execute(queries);
  return rows[0] ?? null;
}

/** With all its deliveries. */
export async function deleteWebhook(queries: Queries, id: number): Promise<boolean> {
  const { rows } = await sql`delete from config_webhooks where id = ${id}::bigint returning id`.execute(queries);
  return rows.length > 0;
}
