import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';

/** What a process that answers people says of itself. */
export interface ReplicaState {
  /** The process; another start of it is another replica. */
  readonly id: string;
  readonly role: string;
  readonly version: number;
  /** A version it was to load and does not understand. */
  readonly refused: number | null;
}

/** A replica as others see it. */
export interface SeenReplica {
  readonly id: string;
  readonly version: number;
  readonly refused: number | null;
  /** Whole milliseconds from the publication of that version until it answered by it. */
  readonly ms: number;
}

/** Notes what a replica runs from now on. */
export async function reportReplica(queries: Queries, { id, role, version, refused }: ReplicaState): Promise<void> {
  await sql`
    insert into replicas as r (id, role, version, loaded_at, refused_version)
    values (${id}, ${role}, ${version}::bigint, clock_timestamp(), ${refused}::bigint)
    on conflict (id) do update set
      version = excluded.version, refused_version = excluded.refused_version, seen_at = clock_timestamp(),
      loaded_at = case when r.version = excluded.version then r.loaded_at else excluded.loaded_at end`.execute(queries);
}

/** @returns whether the row was there; others may have thought this replica dead. */
export async function keepAlive(queries: Queries, id: string): Promise<boolean> {
  const { rows } = await sql`
    update replicas set seen_at = clock_timestamp() where id = ${id} returning id`.execute(queries);
  return rows.length > 0;
}

export async function forgetReplica(queries: Queries, id: string): Promise<void> {
  await sql`delete from replicas where id = ${id}`.execute(queries);
}

/** @param silence seconds after which a replica that says nothing is dead. */
export async function forgetSilentReplicas(queries: Queries, silence: number): Promise<void> {
  await sql`
    delete from replicas
    where seen_at < clock_timestamp() - ${silence}::float8 * interval '1 second'`.execute(queries);
}

/** @param silence seconds after which a replica that says nothing does not count. */
export async function readReplicas(queries: Queries, silence: number): Promise<SeenReplica[]> {
  const { rows } = await sql<SeenReplica>`
    select r.id, r.version, r.refused_version as refused,
      greatest(0, extract(epoch from r.loaded_at - v.published_at) * 1000)::bigint as ms
    from replicas r
    join configuration_versions v on v.version = r.version
    where r.seen_at >= clock_timestamp() - ${silence}::float8 * interval '1 second'
    order by r.id`.execute(queries);
  return rows;
}

/** The versions on which people are in the middle of something, those with most people first. */
export async function readVersionsInUse(queries: Queries, limit: number): Promise<number[]> {
  const { rows } = await sql<{ config_version: number }>`
    with waiting as (
      select config_version from conversations
      union all
      select config_version from continuations)
    select config_version from waiting group by config_version order by count(*) desc limit ${limit}::int`.execute(
    queries,
  );
  return rows.map((row) => row.config_version);
}

/** The newest versions that were published, from one on downwards. */
export async function readVersionsDown(queries: Queries, from: number, limit: number): Promise<number[]> {
  const { rows } = await sql<{ version: number }>`
    select version from configuration_versions
    where version <= ${from}::bigint order by version desc limit ${limit}::int`.execute(queries);
  return rows.map((row) => row.version);
}
