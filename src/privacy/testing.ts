import { randomInt, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries } from '../platform/database/database.ts';
import { isTelegramId, isUserId, type TelegramId, type UserId } from '../platform/ids.ts';

/** Somebody about whom there is something everywhere, with ids and words that stand nowhere else. */
export interface FullLife {
  readonly userId: UserId;
  readonly telegramId: TelegramId;
  /** What would show that something of theirs is left. */
  readonly traces: readonly string[];
}

/** Somebody new about whom there is a row in every table that may have one. */
export async function liveFully(queries: Queries): Promise<FullLife> {
  const [userId, telegramId] = [randomInt(10 ** 11, 2 ** 47), randomInt(10 ** 11, 2 ** 47)];
  if (!isUserId(userId) || !isTelegramId(telegramId)) throw new Error('whole numbers');
  const name = `имя-${userId}`;
  await sql`
    insert into users (id, telegram_id, username, first_name, created_at) overriding system value
    values (${userId}, ${telegramId}, ${name}, ${name}, now() - interval '100 days')`.execute(queries);
  const traces = await fillLife(queries, { userId, telegramId });
  const binary = userId.toString(16).padStart(16, '0');
  return { userId, telegramId, traces: [String(userId), String(telegramId), binary, name, ...traces] };
}

/** Writes at least a row about somebody into every table that may have one. @returns words in them */
export async function fillLife(
  queries: Queries,
  { userId, telegramId }: Pick<FullLife, 'userId' | 'telegramId'>,
): Promise<readonly string[]> {
  const [name, activity] = [`ответ-${userId}`, `дело-${userId}`];
  const { rows } = await sql<{ id: number }>`
    insert into activities (user_id, name, name_key) values (${userId}, ${activity}, ${activity}) returning id`.execute(
    queries,
  );
  const activityId = rows[0]?.id ?? 0;
  const sessionId = randomUUID();
  const statements = [
    sql`insert into trackers (user_id, state, session_id, session_started_at)
      values (${userId}, 'tracking', ${sessionId}::uuid, now()) on conflict do nothing`,
    sql`insert into sessions (id, user_id, activity_id, started_at, segments, time_zone)
      values (${sessionId}::uuid, ${userId}, ${activityId}, now(), tstzmultirange(tstzrange(now(), null)), 'UTC')
      on conflict do nothing`,
    sql`insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
      select gen_random_uuid(), ${userId}, ${activityId}, at, at + interval '1 minute', 60,
        tstzmultirange(tstzrange(at, at + interval '1 minute')), 'UTC'
      from generate_series(now() - interval '100 days', now() - interval '1 hour', interval '1 hour') at`,
    sql`insert into deleted_sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
      values (gen_random_uuid(), ${userId}, ${activityId}, now(), now(), 0, '{}', 'UTC')`,
    sql`insert into session_events_log (session_id, user_id, event_type, payload, at)
      select ${sessionId}::uuid, ${userId}, 'finished', '{}', at
      from generate_series(now() - interval '100 days', now(), interval '10 days') at`,
    sql`insert into statistics (event, user_id, timestamp)
      select 'text', ${userId}, at from generate_series(now() - interval '100 days', now(), interval '1 hour') at`,
    sql`insert into statistics_people (kind, span, at, chunk, users)
      select 'active', 900, at, ${userId}::bigint / 2048, set_bit(1::bit(2048), (${userId}::bigint % 2048)::int, 1)
      from generate_series(date_trunc('hour', now() - interval '100 days'), now(), interval '1 day') at
      on conflict (kind, span, at, chunk) do update set users = statistics_people.users | excluded.users`,
    sql`insert into statistics_ways (span, at, config_version, from_handler, to_handler, chunk, times, users)
      values (21600, now(), 1, '/a', ${`/${randomInt(2 ** 40)}`}, ${userId}::bigint / 2048, 1,
        set_bit(1::bit(2048), (${userId}::bigint % 2048)::int, 1))`,
    sql`insert into statistics_moments (day, event, moments)
      select current_date - age, 'text', int8send(1) || int4send(5) || int8send(${userId}::bigint) || int4send(7)
      from generate_series(0, 100, 10) age`,
    sql`insert into statistics_arrivals (user_id, at, source) values (${userId}, now(), ${name})`,
    sql`insert into processed_updates (bot_id, update_id, user_id) values (1, ${randomInt(2 ** 40)}, ${userId})`,
    sql`insert into outgoing (bot_id, chat_id, user_id, calls, due_at, created_at)
      values (1, ${telegramId}, ${userId}, '[]', now() + interval '1 day', now() - interval '1 hour'),
        (1, ${telegramId}, null, '[]', now() + interval '1 day', now() - interval '1 hour')`,
    sql`insert into conversations (user_id, config_version, step, variables, updated_at)
      values (${userId}, 1, 'x', ${JSON.stringify({ name })}, now()) on conflict do nothing`,
    sql`insert into continuations (bot_id, user_id, chat_id, config_version, kind, frames, variables, resumptions, due_at)
      values (1, ${userId}, ${telegramId}, 1, 'wait', '[]', '{}', 0, now() + interval '1 day')`,
    sql`insert into user_variables (user_id, name, value, updated_at)
      values (${userId}, 'name', ${JSON.stringify(name)}, now())`,
    sql`with sent as (
        insert into broadcasts (name, content, segment, state) values ('news', '{}', '[]', 'done') returning id
      ), clicked as (
        insert into broadcast_clicks (broadcast_id, user_id, at) select id, ${userId}::bigint, now() from sent
      )
      insert into broadcast_recipients (broadcast_id, user_id, due_at) select id, ${userId}::bigint, now() from sent`,
    sql`insert into user_activity_aggregates (user_id, month, activity_id, seconds, sessions, longest)
      values (${userId}, date_trunc('month', now()), ${activityId}, 60, 1, 60)`,
    sql`insert into jobs (id, kind, user_id, arguments, status, finished_at, file)
      values (gen_random_uuid(), 'export', ${userId}, '{}', 'done', now(), '{"key": "exports/x.csv"}')`,
    sql`insert into archive_keys (id, user_id, key) values (gen_random_uuid(), ${userId}, '\\x00')`,
    sql`insert into dead_letters (queue, event_id, type, user_id, at, data, reason)
      values ('aggregates', gen_random_uuid(), 'session.finished', ${userId}, now(), '{}', 'a trial')`,
    sql`insert into outbox (type, user_id, at, data) values ('session.started', ${userId}, now(), '{}')`,
    sql`insert into audit_log (actor_kind, actor_name, action, subject, before, after)
      values ('admin', 'anna', 'user.export', ${`user/${userId}`}, null, '{"format": "csv"}'),
        ('admin', 'anna', 'activity.update', ${`activity/${activityId}`},
          ${JSON.stringify({ user_id: String(userId), name })}, ${JSON.stringify({ user_id: String(userId), name: activity })})`,
  ];
  for (const statement of statements) await statement.execute(queries);
  return [name, activity, sessionId];
}

/** The tables in which any of these words stands anywhere. */
export async function tablesWith(queries: Queries, words: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
    order by relname`.execute(queries);
  const found: string[] = [];
  for (const { name } of rows) {
    const isThere =
      name === 'statistics_people' || name === 'statistics_ways' ? isBitOf : sql`strpos(t::text, word) > 0`;
    const { rows: hits } = await sql`
      select from ${sql.table(name)} t
      where exists (select from unnest(${words}::text[]) as w(word) where ${isThere})
      limit 1`.execute(queries);
    if (hits.length > 0) found.push(name);
  }
  return found;
}

/** Whether a row of bits has that of the person whose id is this word. */
const isBitOf = sql`
  case when word ~ '^[0-9]{1,15}$' then
    t.chunk = word::bigint / 2048 and get_bit(t.users, (word::bigint % 2048)::int) = 1
  else false end`;
